package dev.anole.security.shangmi.accelerator;

import dev.anole.security.shangmi.sm2.Sm2Ciphertext;
import dev.anole.security.shangmi.sm2.Sm2DiffieHellman;
import dev.anole.security.shangmi.sm2.Sm2Encryption;
import dev.anole.security.shangmi.sm2.Sm2PrivateKey;
import dev.anole.security.shangmi.sm2.Sm2Signature;
import org.junit.jupiter.api.Test;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class KeyOperationBatcherTest {
    private final SecureRandom random = new SecureRandom();
    private final Sm2PrivateKey key = Sm2PrivateKey.generate(random);

    @Test
    void oneThreadIsNeverQueued() throws Exception {
        KeyOperationBatcher batcher = new KeyOperationBatcher();
        for (int i = 0; i < 100; i++) {
            byte[] signature = batcher.run(new KeyOperation.Sign(key, new byte[32]));
            assertTrue(Sm2Signature.verify(key.publicKey(), new byte[32], signature));
        }
        assertEquals(new KeyOperationBatcher.Status(100, 0, 0), batcher.status());
    }

    @Test
    void manyThreadsAreBatchedAndEachGetsItsOwnResult() throws Exception {
        KeyOperationBatcher batcher = new KeyOperationBatcher(1);
        int threads = 60;
        int each = 25;
        AtomicInteger right = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        List<Thread> all = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            int seed = i;
            all.add(Thread.ofVirtual().start(() -> {
                Random own = new Random(seed);
                Sm2PrivateKey peer = Sm2PrivateKey.generate(random);
                for (int j = 0; j < each; j++) {
                    try {
                        byte[] message = new byte[32];
                        own.nextBytes(message);
                        switch (j % 4) {
                            case 0, 1 -> assertTrue(Sm2Signature.verify(key.publicKey(), message,
                                    batcher.run(new KeyOperation.Sign(key, message))));
                            case 2 -> assertArrayEquals(Sm2DiffieHellman.agree(key, peer.publicKey()),
                                    batcher.run(new KeyOperation.Agree(peer, key.publicKey())));
                            default -> {
                                Sm2Ciphertext cipher = Sm2Encryption.encrypt(key.publicKey(), message, random);
                                assertArrayEquals(message, batcher.run(new KeyOperation.Decrypt(key, cipher)));
                                Sm2Ciphertext broken = new Sm2Ciphertext(cipher.c1(), message, cipher.c3());
                                assertThrows(GeneralSecurityException.class, () -> batcher.run(new KeyOperation.Decrypt(key, broken)));
                                refused.incrementAndGet();
                            }
                        }
                        right.incrementAndGet();
                    } catch (GeneralSecurityException e) {
                        throw new AssertionError(e);
                    }
                }
            }));
        }
        for (Thread thread : all) {
            thread.join(30_000);
        }
        assertEquals(threads * each, right.get(), "operations that did not end right, or not at all");
        KeyOperationBatcher.Status status = batcher.status();
        assertTrue(status.batches() > 0 && status.batched() > 2 * status.batches(), status.toString());
        assertEquals(threads * each + refused.get(), status.alone() + status.batched());
        assertTrue(Sm2Signature.verify(key.publicKey(), new byte[32], batcher.run(new KeyOperation.Sign(key, new byte[32]))));
    }

    @Test
    void anInterruptedThreadGetsItsResultAndStaysInterrupted() throws Exception {
        KeyOperationBatcher batcher = new KeyOperationBatcher(1);
        Thread.currentThread().interrupt();
        byte[] signature = batcher.run(new KeyOperation.Sign(key, new byte[32]));
        assertTrue(Thread.interrupted());
        assertTrue(Sm2Signature.verify(key.publicKey(), new byte[32], signature));
        assertThrows(IllegalArgumentException.class, () -> new KeyOperationBatcher(0));
    }
}
