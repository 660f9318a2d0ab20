package dev.anole.agent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FrameFuzzTest {
    private static final int ROUNDS = 20_000;

    private final long seed = Long.getLong("anole.seed", System.nanoTime());
    private final Random random = new Random(seed);

    /** Gives a few bytes at a time, as a socket may. */
    private ReadableByteChannel dribble(byte[] bytes) {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        return new ReadableByteChannel() {
            @Override
            public int read(ByteBuffer into) {
                if (!left.hasRemaining()) {
                    return -1;
                }
                int n = Math.min(1 + random.nextInt(7), Math.min(left.remaining(), into.remaining()));
                into.put(left.slice(left.position(), n));
                left.position(left.position() + n);
                return n;
            }

            @Override
            public boolean isOpen() {
                return true;
            }

            @Override
            public void close() {
            }
        };
    }

    private static Optional<Frame> next(FrameReader reader, int lengthMax) throws IOException {
        Optional<FrameReader.Header> header = reader.header(lengthMax, () -> { });
        return header.isEmpty() ? Optional.empty() : Optional.of(reader.payload(header.get()));
    }

    @Test
    void whatIsWrittenIsReadHoweverItIsCut() throws IOException {
        for (int round = 0; round < 200; round++) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            FrameWriter writer = new FrameWriter(Channels.newChannel(out));
            List<Frame> sent = new ArrayList<>();
            for (int i = random.nextInt(5); i >= 0; i--) {
                byte[] payload = new byte[random.nextInt(round % 20 == 0 ? 300_000 : 100)];
                random.nextBytes(payload);
                Frame frame = new Frame(Frame.Kind.values()[random.nextInt(3)], payload);
                sent.add(frame);
                writer.write(frame);
            }
            FrameReader reader = new FrameReader(dribble(out.toByteArray()));
            for (Frame expected : sent) {
                Frame got = next(reader, Frame.LENGTH_MAX).orElseThrow(() -> new AssertionError("seed " + seed));
                assertEquals(expected.kind(), got.kind(), () -> "seed " + seed);
                assertArrayEquals(expected.payload(), got.payload(), () -> "seed " + seed);
            }
            assertTrue(next(reader, Frame.LENGTH_MAX).isEmpty());
        }
    }

    @Test
    void noiseEndsInARefusalAndNothingElse() throws IOException {
        System.out.println("FrameFuzzTest seed " + seed);
        int understood = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = noise();
            FrameReader reader = new FrameReader(Channels.newChannel(new ByteArrayInputStream(bytes)));
            try {
                Optional<Frame> frame = next(reader, Conversation.CALL_LENGTH_MAX);
                if (frame.isPresent()) {
                    Call.of(frame.get());
                    understood++;
                }
            } catch (WireException refused) {
                // the only way out
            } catch (RuntimeException | IOException e) {
                throw new AssertionError("seed " + seed + ", round " + round, e);
            }
        }
        // Mutations of real calls stay calls now and then; if none did, the noise would test only the header.
        assertTrue(understood > ROUNDS / 100, "only " + understood + " of " + ROUNDS + " were calls");
    }

    private byte[] noise() throws IOException {
        String[] calls = {"{\"call\":{\"kind\":\"greet\"}}", "{\"call\":{\"kind\":\"list-tasks\",\"after\":12,\"limit\":7}}",
            "{\"call\":{\"kind\":\"follow\",\"task\":{\"value\":\"t-0123456789ab\"}}}",
            "{\"call\":{\"kind\":\"start\",\"operation\":{\"words\":[\"a\",\"b\"]},\"actor\":{\"name\":\"x\",\"role\":\"admin\",\"door\":\"cli\"},\"mode\":\"run\"}}"};
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new FrameWriter(Channels.newChannel(out)).write(Frame.message(calls[random.nextInt(calls.length)]));
        byte[] bytes = out.toByteArray();
        for (int flips = random.nextInt(4); flips > 0; flips--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        int cut = random.nextInt(4) == 0 ? random.nextInt(bytes.length) : bytes.length;
        return java.util.Arrays.copyOf(bytes, cut);
    }

    @Test
    void aDeclaredLengthCostsNothingUntilItComes() {
        ByteBuffer declared = ByteBuffer.allocate(9).putInt(Frame.LENGTH_MAX).put((byte) 1).putInt(0).flip();
        java.util.concurrent.atomic.AtomicInteger largest = new java.util.concurrent.atomic.AtomicInteger();
        FrameReader reader = new FrameReader(new ReadableByteChannel() {
            @Override
            public int read(ByteBuffer into) {
                largest.accumulateAndGet(into.array().length, Math::max);
                int n = Math.min(declared.remaining(), into.remaining());
                into.put(declared.slice(declared.position(), n));
                declared.position(declared.position() + n);
                return n == 0 ? -1 : n;
            }

            @Override
            public boolean isOpen() {
                return true;
            }

            @Override
            public void close() {
            }
        });
        assertThrows(WireException.class, () -> next(reader, Frame.LENGTH_MAX));
        assertEquals(FrameReader.PORTION_BYTES, largest.get());
    }

    @Test
    void lengthsOutsideTheBoundsAreRefused() {
        for (int length : new int[] {0, -1, Integer.MIN_VALUE, Frame.LENGTH_MAX + 1, Integer.MAX_VALUE}) {
            byte[] bytes = ByteBuffer.allocate(5).putInt(length).put((byte) 1).array();
            FrameReader reader = new FrameReader(Channels.newChannel(new ByteArrayInputStream(bytes)));
            assertThrows(WireException.class, () -> next(reader, Frame.LENGTH_MAX), () -> "length " + length);
        }
    }
}
