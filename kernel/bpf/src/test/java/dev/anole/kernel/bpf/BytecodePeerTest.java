package dev.anole.kernel.bpf;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The bytecode that lies beside our C is what clang makes of it. */
class BytecodePeerTest {
    /** Other versions are as right, and other bytes. */
    private static final String COMPILER = "clang version 14.0.6";

    @TempDir
    static Path scratch;

    @Test
    void theBytecodeBesideTheSourceIsItsOwn() throws IOException {
        String version = Clang.run(scratch, java.util.List.of("clang", "--version"));
        assumeTrue(version.contains(COMPILER), "the bytecode was made by " + COMPILER + ", here is "
                + version.lines().findFirst().orElse(""));
        Path resources = Path.of(System.getProperty("anole.root", "."), "kernel/bpf/src/main/resources/dev/anole/kernel/bpf");
        int count = 0;
        try (var sources = Files.list(resources)) {
            for (Path source : sources.filter(each -> each.toString().endsWith(".bpf.c")).toList()) {
                String name = source.getFileName().toString().replace(".c", ".o");
                Path object = Clang.bytecode(source, scratch.resolve(name), "-mcpu=v2", "-O2", "-Werror");
                Clang.run(scratch, java.util.List.of("llvm-strip", "-g", object.toString()));
                assertArrayEquals(Files.readAllBytes(object), Files.readAllBytes(resources.resolve(name)), name
                        + " is not what its source says: docs/bpf.md says how to make it");
                count++;
            }
        }
        assertTrue(count > 0, "no sources");
    }
}
