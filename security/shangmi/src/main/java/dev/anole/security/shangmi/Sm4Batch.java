package dev.anole.security.shangmi;

import java.security.InvalidKeyException;
import java.util.Arrays;
import java.util.Objects;

/**
 * SM4 of many short messages with one key: where each by itself would use a fraction of the processor's width, their blocks
 * go side by side. CBC encryption, whose blocks wait for one another within a message, gains most.
 *
 * <p>Messages lie in one array; each begins at an offset and has a length, and an initial value of 16 bytes of its own. For
 * one thread at a time.
 */
public final class Sm4Batch implements AutoCloseable {
    private static final int BLOCK_BYTES = Engine.BLOCK_BYTES;
    /** Messages that advance side by side, or blocks that are made at a time. */
    private static final int WIDTH = 64;

    private final Engine engine;
    private final Sm4Key key;
    private final byte[] work = new byte[WIDTH * BLOCK_BYTES];
    /** The message, and the block of it, that each place of the work belongs to. */
    private final int[] messages = new int[WIDTH];
    private final int[] blocks = new int[WIDTH];

    /** @throws InvalidKeyException if the key has not 16 bytes */
    public Sm4Batch(byte[] key) throws InvalidKeyException {
        this(Engines.ENGINE, key);
    }

    Sm4Batch(Engine engine, byte[] key) throws InvalidKeyException {
        this.engine = engine;
        this.key = new Sm4Key(engine, key);
    }

    /**
     * Counter mode, encryption and decryption alike. The counter is the last 32 bits of the initial value, which wrap around
     * without a carry, as in GCM.
     *
     * @param ivs 16 bytes for each message; no two messages of a key may share a counter block
     * @param out may be the same array as the data; each message is written at its own offset
     * @throws IndexOutOfBoundsException if a message or an initial value is not all in its array
     */
    public void counter(byte[] data, int[] offsets, int[] lengths, byte[] ivs, byte[] out) {
        check(data, offsets, lengths, ivs, out);
        int filled = 0;
        for (int message = 0; message < offsets.length; message++) {
            int count = Math.ceilDiv(lengths[message], BLOCK_BYTES);
            for (int block = 0; block < count; block++) {
                int at = filled * BLOCK_BYTES;
                System.arraycopy(ivs, message * BLOCK_BYTES, work, at, BLOCK_BYTES);
                add(at + BLOCK_BYTES - Integer.BYTES, block);
                messages[filled] = message;
                blocks[filled] = block;
                if (++filled == WIDTH) {
                    applyStream(filled, data, offsets, lengths, out);
                    filled = 0;
                }
            }
        }
        applyStream(filled, data, offsets, lengths, out);
    }

    private void add(int at, int value) {
        int sum = value;
        for (int i = Integer.BYTES - 1; i >= 0; i--) {
            sum += work[at + i] & 0xff;
            work[at + i] = (byte) sum;
            sum >>>= Byte.SIZE;
        }
    }

    private void applyStream(int filled, byte[] data, int[] offsets, int[] lengths, byte[] out) {
        engine.ecb(key.forward(), work, 0, work, 0, filled);
        for (int i = 0; i < filled; i++) {
            int from = blocks[i] * BLOCK_BYTES;
            int at = offsets[messages[i]] + from;
            int bytes = Math.min(BLOCK_BYTES, lengths[messages[i]] - from);
            if (bytes == BLOCK_BYTES) {
                ScalarEngine.xor(work, i * BLOCK_BYTES, data, at, out, at, 2);
            } else {
                for (int j = 0; j < bytes; j++) {
                    out[at + j] = (byte) (data[at + j] ^ work[i * BLOCK_BYTES + j]);
                }
            }
        }
    }

    /**
     * CBC encryption of whole blocks.
     *
     * @param out may be the same array as the data; each message is written at its own offset
     * @throws IllegalArgumentException if a length is not a multiple of 16
     * @throws IndexOutOfBoundsException if a message or an initial value is not all in its array
     */
    public void cbcEncrypt(byte[] data, int[] offsets, int[] lengths, byte[] ivs, byte[] out) {
        check(data, offsets, lengths, ivs, out);
        for (int length : lengths) {
            if (length % BLOCK_BYTES != 0) {
                throw new IllegalArgumentException("CBC takes whole blocks of " + BLOCK_BYTES + " bytes, not " + length + " bytes");
            }
        }
        int next = 0;
        int busy = 0;
        while (true) {
            while (busy < WIDTH && next < offsets.length) {
                if (lengths[next] > 0) {
                    System.arraycopy(ivs, next * BLOCK_BYTES, work, busy * BLOCK_BYTES, BLOCK_BYTES);
                    messages[busy] = next;
                    blocks[busy] = 0;
                    busy++;
                }
                next++;
            }
            if (busy == 0) {
                return;
            }
            for (int i = 0; i < busy; i++) {
                int at = offsets[messages[i]] + blocks[i] * BLOCK_BYTES;
                ScalarEngine.xor(work, i * BLOCK_BYTES, data, at, work, i * BLOCK_BYTES, 2);
            }
            engine.ecb(key.forward(), work, 0, work, 0, busy);
            busy = advance(busy, offsets, lengths, out);
        }
    }

    /** Writes what was made; a message that has ended gives its place to the last one. */
    private int advance(int busy, int[] offsets, int[] lengths, byte[] out) {
        int left = busy;
        for (int i = busy - 1; i >= 0; i--) {
            int message = messages[i];
            System.arraycopy(work, i * BLOCK_BYTES, out, offsets[message] + blocks[i] * BLOCK_BYTES, BLOCK_BYTES);
            blocks[i]++;
            if (blocks[i] * BLOCK_BYTES == lengths[message]) {
                left--;
                System.arraycopy(work, left * BLOCK_BYTES, work, i * BLOCK_BYTES, BLOCK_BYTES);
                messages[i] = messages[left];
                blocks[i] = blocks[left];
            }
        }
        return left;
    }

    private static void check(byte[] data, int[] offsets, int[] lengths, byte[] ivs, byte[] out) {
        if (offsets.length != lengths.length) {
            throw new IllegalArgumentException(offsets.length + " offsets and " + lengths.length + " lengths");
        }
        Objects.checkFromIndexSize(0, Math.multiplyExact(offsets.length, BLOCK_BYTES), ivs.length);
        for (int i = 0; i < offsets.length; i++) {
            Objects.checkFromIndexSize(offsets[i], lengths[i], data.length);
            Objects.checkFromIndexSize(offsets[i], lengths[i], out.length);
        }
    }

    /** Wipes the key. */
    @Override
    public void close() {
        key.wipe();
        Arrays.fill(work, (byte) 0);
    }
}
