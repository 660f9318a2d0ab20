package dev.anole.security.shangmi;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

class Sm3Test {
    @Test
    void theStandardsFirstExample() {
        assertEquals("66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0",
                HexFormat.of().formatHex(Sm3.digest("abc".getBytes(StandardCharsets.US_ASCII))));
    }

    @Test
    void theStandardsSecondExample() {
        assertEquals("debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732",
                HexFormat.of().formatHex(Sm3.digest("abcd".repeat(16).getBytes(StandardCharsets.US_ASCII))));
    }

    @Test
    void anySplitGivesTheSameDigest() throws Exception {
        Random random = new Random(7);
        byte[] message = new byte[1000];
        random.nextBytes(message);
        MessageDigest provided = MessageDigest.getInstance("SM3", new ShangMiProvider());
        for (int round = 0; round < 500; round++) {
            int length = random.nextInt(message.length + 1);
            int at = 0;
            while (at < length) {
                int piece = Math.min(length - at, random.nextInt(150));
                provided.update(message, at, piece);
                at += piece;
            }
            assertArrayEquals(Sm3.digest(Arrays.copyOf(message, length)), provided.digest(), "length " + length);
        }
    }

    @Test
    void aCloneGoesOnByItself() {
        Sm3 sm3 = new Sm3();
        sm3.update(new byte[100], 0, 100);
        Sm3 clone = sm3.clone();
        clone.update((byte) 1);
        assertArrayEquals(Sm3.digest(new byte[100]), sm3.digest());
    }
}
