package dev.anole.kernel.bpf;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What the verifier refuses is told with the line of source and what it means. */
class VerifierKernelTest {
    @TempDir
    static Path scratch;

    private static BpfObject object;

    @BeforeAll
    static void compile() throws IOException {
        Kernels.assumeProgram("tp_btf/sched_switch");
        object = BpfObject.read(Clang.bytecode(Clang.resources().resolve("programs/refused.bpf.c"),
                scratch.resolve("refused.bpf.o"), "-O2", "-mcpu=v2"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "unchecked | return *value;                     | compared with NULL",
        "leaking   | return 0;                          | submit or discard",
        "missing   | return task->never_there;          | bpf_core_field_exists",
        "wild      | return *(u64 *) args[1];           | bpf_probe_read_kernel",
        "unbounded | return *(volatile u64 *) &numbers[args[1]]; | bound"})
    void aRefusalNamesTheLineAndTheCause(String program, String line, String cause) {
        VerifierException refused = assertThrows(VerifierException.class,
                () -> object.load(LoadOptions.DEFAULT.only(program)).close());
        assertEquals(program, refused.program());
        assertEquals(line, refused.source().orElseThrow().text());
        assertTrue(refused.source().get().file().endsWith("refused.bpf.c"), refused.source().get().file());
        assertTrue(refused.likelyCause().orElse("").contains(cause), refused.getMessage());
        assertFalse(refused.getMessage().contains("\n"));
        assertFalse(refused.log().isEmpty());
    }

    @Test
    void aFieldThatThisKernelLacksIsNamed() {
        VerifierException refused = assertThrows(VerifierException.class,
                () -> object.load(LoadOptions.DEFAULT.only("missing")).close());
        assertTrue(refused.getMessage().contains("this kernel has no struct task_struct___none.never_there"), refused.getMessage());
    }

    @Test
    void anOddLogIsStillOneLine() {
        LinkedProgram program = new LinkedProgram(new BpfFunction("f", "xdp", 0, 0, new long[1], true, false), new long[1],
                java.util.List.of(), java.util.List.of(), java.util.Map.of(), java.util.Map.of());
        for (String log : new String[] {"", "\n\n", "99999999999999999999: (00)\n", "processed 1 insns (limit 1)\n", "x"}) {
            assertFalse(VerifierLog.read(log, program, Optional.empty()).sentence("f").contains("\n"));
        }
    }
}
