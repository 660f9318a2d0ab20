package dev.anole.kernel.bpf;

import dev.anole.kernel.linux.UnavailableException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

/** Compiling for others: the same source gives the same bytes, and nothing but itself is read. */
class BpfCompilerTest {
    private static final String PROGRAM = "__attribute__((section(\"xdp\"), used)) int pass(void *context) { return 2; }\n"
            + "char LICENSE[] __attribute__((section(\"license\"), used)) = \"GPL\";\n";

    @TempDir
    Path scratch;

    private BpfCompiler compiler;

    @BeforeEach
    void find() throws IOException, InterruptedException {
        try {
            compiler = BpfCompiler.of(scratch.resolve("cache"));
        } catch (UnavailableException e) {
            abort(e.getMessage());
        }
    }

    @Test
    void theSecondTimeNothingIsCompiled() throws IOException, InterruptedException {
        BpfCompiler.Compiled first = compiler.compile(PROGRAM);
        assertTrue(first.object().isPresent(), first.messages());
        assertFalse(first.fromCache());
        BpfCompiler.Compiled second = compiler.compile(PROGRAM);
        assertTrue(second.fromCache());
        assertArrayEquals(first.object().get(), second.object().orElseThrow());
        assertEquals("pass", BpfObject.of(first.object().get(), "compiled").programs().getFirst().name());
        assertFalse(compiler.compile(PROGRAM + "\n").fromCache());
        try (var files = Files.list(scratch.resolve("cache"))) {
            assertEquals(2, files.count(), "only results are left");
        }
    }

    @Test
    void errorsAreTold() throws IOException, InterruptedException {
        BpfCompiler.Compiled refused = compiler.compile("int x = ;");
        assertTrue(refused.object().isEmpty());
        assertTrue(refused.messages().contains("expected expression"), refused.messages());
        assertFalse(refused.messages().contains(scratch.toString()), refused.messages());
    }

    @ParameterizedTest
    @ValueSource(strings = {"#include \"/etc/passwd\"", "# include <stdio.h>", "#inc\\\nlude \"/etc/passwd\"", "%:include \"/etc/passwd\"",
        "#/* */include \"/etc/passwd\"", "asm(\".incbin \\\"/etc/passwd\\\"\");", "#if __has_include(\"/etc/shadow\")\n#endif"})
    void noOtherFileIsRead(String source) throws IOException, InterruptedException {
        BpfCompiler.Compiled refused = compiler.compile(source + "\n" + PROGRAM);
        assertTrue(refused.object().isEmpty(), source);
        assertFalse(refused.messages().contains("root:"), refused.messages());
    }
}
