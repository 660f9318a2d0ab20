package dev.anole.security.shangmi;

import dev.anole.kernel.linux.SystemCall;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** What a process gets whose kernel lets no memory become executable: prctl(2), PR_SET_MDWE, since Linux 6.3. */
class RefusedPagesKernelTest {
    private static final int PR_SET_MDWE = 65;
    private static final int PR_MDWE_REFUSE_EXEC_GAIN = 1;
    private static final int NO_SUCH_RULE = 3;

    @Test
    void aHostThatRefusesExecutablePagesGetsPlainJavaAndTheReason() throws Exception {
        assumeTrue(Engines.ENGINE.tier() == Tier.AVX512 || Engines.ENGINE.tier() == Tier.AVX2, "no emitted tier on this processor");
        // The JVM's own code cache is mapped before the rule holds.
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xint",
                "-XX:InitialCodeCacheSize=32m", "-XX:ReservedCodeCacheSize=32m", "-XX:+UseSerialGC", "-Xmx64m",
                "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                RefusedPagesKernelTest.class.getName()).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = process.waitFor();
        assumeTrue(code != NO_SUCH_RULE, "this kernel has no PR_SET_MDWE");
        assertEquals(0, code, output);
        assertTrue(output.contains("SCALAR"), output);
        assertTrue(output.contains("EACCES"), output);
        assertTrue(output.contains("66c7f0f462eeedd9"), output);
    }

    public static void main(String[] arguments) {
        if (SystemCall.PRCTL.call(PR_SET_MDWE, PR_MDWE_REFUSE_EXEC_GAIN) != 0) {
            System.exit(NO_SUCH_RULE);
        }
        System.out.println(EngineStatus.current());
        System.out.println(HexFormat.of().formatHex(Sm3.digest("abc".getBytes(StandardCharsets.US_ASCII))));
    }
}
