package dev.anole.security.shangmi;

import org.junit.jupiter.api.Test;

import java.security.GeneralSecurityException;
import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class Sm4BatchTest {
    private final Random random = new Random(20261120);

    @Test
    void everyMessageIsEncryptedAsByItself() throws GeneralSecurityException {
        byte[] key = bytes(16);
        try (Sm4Batch batch = new Sm4Batch(key)) {
            for (int round = 0; round < 60; round++) {
                for (String mode : new String[] {"CTR", "CBC"}) {
                    compare(batch, key, mode, random.nextInt(200), round % 3 == 0 ? 2000 : 90);
                }
            }
        }
    }

    private void compare(Sm4Batch batch, byte[] key, String mode, int count, int most) throws GeneralSecurityException {
        int[] offsets = new int[count];
        int[] lengths = new int[count];
        int end = 0;
        for (int i = 0; i < count; i++) {
            lengths[i] = random.nextInt(most);
            lengths[i] -= mode.equals("CBC") ? lengths[i] % 16 : 0;
            offsets[i] = end + random.nextInt(5);
            end = offsets[i] + lengths[i];
        }
        byte[] data = bytes(end);
        byte[] ivs = bytes(count * 16);
        for (int i = 0; i < count; i++) {
            // Java's counter has 128 bits; ours wraps at 32, so these stay below.
            ivs[i * 16 + 12] = 0;
        }
        byte[] expected = data.clone();
        Cipher cipher = Cipher.getInstance("SM4/" + mode + "/NoPadding", new ShangMiProvider());
        for (int i = 0; i < count; i++) {
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "SM4"), new IvParameterSpec(ivs, i * 16, 16));
            cipher.doFinal(data, offsets[i], lengths[i], expected, offsets[i]);
        }
        byte[] out = data.clone();
        if (mode.equals("CTR")) {
            batch.counter(data, offsets, lengths, ivs, out);
            assertArrayEquals(expected, out);
            batch.counter(data, offsets, lengths, ivs, data);
        } else {
            batch.cbcEncrypt(data, offsets, lengths, ivs, out);
            assertArrayEquals(expected, out);
            batch.cbcEncrypt(data, offsets, lengths, ivs, data);
        }
        assertArrayEquals(expected, data, "in place");
    }

    @Test
    void whatLiesOutsideIsRefused() throws GeneralSecurityException {
        try (Sm4Batch batch = new Sm4Batch(new byte[16])) {
            assertThrows(IndexOutOfBoundsException.class,
                    () -> batch.counter(new byte[10], new int[] {5}, new int[] {6}, new byte[16], new byte[20]));
            assertThrows(IndexOutOfBoundsException.class,
                    () -> batch.counter(new byte[10], new int[] {5}, new int[] {5}, new byte[15], new byte[20]));
            assertThrows(IllegalArgumentException.class,
                    () -> batch.cbcEncrypt(new byte[32], new int[] {0}, new int[] {17}, new byte[16], new byte[32]));
        }
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
