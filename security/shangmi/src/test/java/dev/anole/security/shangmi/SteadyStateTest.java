package dev.anole.security.shangmi;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Test;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Calls that are made again and again leave nothing for the collector. */
class SteadyStateTest {
    private static final SecretKeySpec KEY = new SecretKeySpec(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}, "SM4");
    private static final int WARM_UP = 60_000;
    private static final int CALLS = 20_000;
    private static final int ATTEMPTS = 5;
    /** The JCA itself and not yet compiled code allocate now and then; one object a call would be 16 or more. */
    private static final double BYTES_PER_CALL_MAX = 2;

    @Test
    void arraysAndBuffersCostNoGarbage() throws Exception {
        assumeTrue(Engines.ENGINE.tier() == Tier.AVX512 || Engines.ENGINE.tier() == Tier.AVX2,
                "plain Java and vectors keep their state in arrays of the call");
        // A process of its own whose JIT does not run late: what it makes of a method depends on what it has seen until then.
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xbatch",
                "-XX:+UseSerialGC", "-Xmx128m", "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                SteadyStateTest.class.getName()).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
    }

    public static void main(String[] arguments) throws Exception {
        arraysAndBuffers();
        aDecryptedGcmRecord();
    }

    private static void arraysAndBuffers() throws Exception {
        byte[] in = new byte[160];
        byte[] out = new byte[256];
        Cipher ctr = cipher("CTR");
        quiet("CTR update", () -> ctr.update(in, 0, 100, out, 0));
        Cipher cbc = cipher("CBC");
        quiet("CBC doFinal", () -> cbc.doFinal(in, 0, 160, out, 0));
        ByteBuffer from = ByteBuffer.allocateDirect(160);
        ByteBuffer to = ByteBuffer.allocateDirect(256);
        quiet("heap buffers", () -> ctr.update(ByteBufferPair.HEAP_IN.clear(), ByteBufferPair.HEAP_OUT.clear()));
        quiet("direct buffers", () -> ctr.update(from.clear(), to.clear()));
    }

    private static void aDecryptedGcmRecord() throws Exception {
        GCMParameterSpec nonce = new GCMParameterSpec(128, new byte[12]);
        Cipher gcm = Cipher.getInstance("SM4/GCM/NoPadding", new ShangMiProvider());
        gcm.init(Cipher.ENCRYPT_MODE, KEY, nonce);
        byte[] coded = gcm.doFinal(new byte[1000]);
        byte[] out = new byte[1000];
        gcm.init(Cipher.DECRYPT_MODE, KEY, nonce);
        quiet("GCM doFinal", () -> gcm.doFinal(coded, 0, coded.length, out, 0));
    }

    /** Without a result, which would be boxed. */
    private interface Call {
        int run() throws GeneralSecurityException;
    }

    private static final class ByteBufferPair {
        static final ByteBuffer HEAP_IN = ByteBuffer.allocate(160);
        static final ByteBuffer HEAP_OUT = ByteBuffer.allocate(256);
    }

    private static Cipher cipher(String mode) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("SM4/" + mode + "/NoPadding", new ShangMiProvider());
        cipher.init(Cipher.ENCRYPT_MODE, KEY, new IvParameterSpec(new byte[16]));
        return cipher;
    }

    private static void quiet(String what, Call call) throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int i = 0; i < WARM_UP; i++) {
            call.run();
        }
        double least = Double.MAX_VALUE;
        for (int attempt = 0; attempt < ATTEMPTS && least > BYTES_PER_CALL_MAX; attempt++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < CALLS; i++) {
                call.run();
            }
            least = Math.min(least, (double) (threads.getCurrentThreadAllocatedBytes() - before) / CALLS);
        }
        System.out.println(what + ": " + least + " bytes a call");
        if (least > BYTES_PER_CALL_MAX) {
            System.exit(1);
        }
    }
}
