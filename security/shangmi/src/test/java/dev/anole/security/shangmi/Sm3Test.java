package dev.anole.security.shangmi;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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

    @Test
    void emittedCodeAnswersAsJavaDoes() {
        assumeTrue(EmittedSm3.STREAM, "no emitted SM3 here: " + EngineStatus.current());
        Random random = new Random(11);
        for (int round = 0; round < 300; round++) {
            int blocks = 1 + random.nextInt(round < 10 ? 400 : 20);
            int at = random.nextInt(70);
            byte[] in = new byte[at + blocks * 64];
            random.nextBytes(in);
            int[] expected = random.ints(8).toArray();
            int[] answer = expected.clone();
            Sm3Compression.compressInJava(expected, in, at, blocks);
            EmittedSm3.compress(answer, in, at, blocks);
            assertArrayEquals(expected, answer);
        }
    }

    @Test
    void aBatchGivesTheDigestOfEachMessage() {
        Random random = new Random(12);
        Sm3Batch batch = new Sm3Batch();
        byte[] data = new byte[60_000];
        random.nextBytes(data);
        for (int round = 0; round < 200; round++) {
            int count = random.nextInt(60);
            int most = round % 4 == 0 ? 20_000 : round % 4 == 1 ? 64 : 300;
            int[] lengths = random.ints(count, 0, most).toArray();
            int[] offsets = IntStream.of(lengths).map(length -> random.nextInt(data.length - length)).toArray();
            byte[] digests = new byte[count * 32];
            batch.digest(data, offsets, lengths, digests);
            for (int i = 0; i < count; i++) {
                assertArrayEquals(Sm3.digest(Arrays.copyOfRange(data, offsets[i], offsets[i] + lengths[i])),
                        Arrays.copyOfRange(digests, i * 32, i * 32 + 32), "message " + i + " of " + lengths[i] + " bytes");
            }
            byte[] again = new byte[count * 32];
            batch.oneByOne(data, offsets, lengths, again);
            assertArrayEquals(digests, again);
        }
    }

    @Test
    void piecesAreDigestedOneByOne() {
        byte[] data = new byte[1000];
        byte[] digests = new Sm3Batch().digestPieces(data, 300);
        assertEquals(4 * 32, digests.length);
        assertArrayEquals(Sm3.digest(new byte[100]), Arrays.copyOfRange(digests, 96, 128));
    }
}
