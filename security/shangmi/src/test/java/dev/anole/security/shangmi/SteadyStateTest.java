package dev.anole.security.shangmi;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Test;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Calls that are made again and again leave nothing for the collector. */
class SteadyStateTest {
    private static final SecretKeySpec KEY = new SecretKeySpec(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}, "SM4");
    private static final int WARM_UP = 60_000;
    private static final int CALLS = 20_000;
    /** The JIT compiles in the background, late on a busy machine. */
    private static final long NANOS_MAX = 12_000_000_000L;
    /** The JCA itself and not yet compiled code allocate now and then; one object a call would be 16 or more. */
    private static final double BYTES_PER_CALL_MAX = 2;

    @Test
    void arraysAndBuffersCostNoGarbage() throws Exception {
        assumeTrue(Engines.ENGINE.tier() != Tier.SCALAR, "plain Java keeps its state in arrays of the call");
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

    @Test
    void aDecryptedGcmRecordCostsNoGarbage() throws Exception {
        assumeTrue(Engines.ENGINE.tier() != Tier.SCALAR, "plain Java keeps its state in arrays of the call");
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
        long start = System.nanoTime();
        while (least > BYTES_PER_CALL_MAX && System.nanoTime() - start < NANOS_MAX) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < CALLS; i++) {
                call.run();
            }
            least = Math.min(least, (double) (threads.getCurrentThreadAllocatedBytes() - before) / CALLS);
        }
        assertTrue(least <= BYTES_PER_CALL_MAX, what + " allocates " + least + " bytes a call");
    }
}
