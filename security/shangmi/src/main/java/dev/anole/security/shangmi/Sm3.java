package dev.anole.security.shangmi;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;

/**
 * The SM3 digest, GB/T 32905-2016 (ISO/IEC 10118-3:2018): 32 bytes. One message at a time, for one thread at a time.
 */
public final class Sm3 implements Cloneable {
    /** Length of a digest in bytes. */
    public static final int DIGEST_BYTES = 32;
    /** Length of a block in bytes. */
    public static final int BLOCK_BYTES = 64;

    private static final int LENGTH_FIELD_BYTES = 8;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final int[] state = new int[Sm3Compression.STATE_WORDS];
    private final byte[] block = new byte[BLOCK_BYTES];
    private int filled;
    private long length;

    /** A digest of nothing yet. */
    public Sm3() {
        reset();
    }

    private Sm3(Sm3 other) {
        System.arraycopy(other.state, 0, state, 0, state.length);
        System.arraycopy(other.block, 0, block, 0, other.filled);
        filled = other.filled;
        length = other.length;
    }

    /** The digest of one message. */
    public static byte[] digest(byte[] message) {
        Sm3 sm3 = new Sm3();
        sm3.update(message, 0, message.length);
        return sm3.digest();
    }

    /** Adds one byte. */
    public void update(byte value) {
        block[filled++] = value;
        length++;
        if (filled == BLOCK_BYTES) {
            Sm3Compression.compress(state, block, 0, 1);
            filled = 0;
        }
    }

    /**
     * Adds bytes.
     *
     * @throws IndexOutOfBoundsException if they are not all in the array
     */
    public void update(byte[] bytes, int offset, int count) {
        Objects.checkFromIndexSize(offset, count, bytes.length);
        length += count;
        int from = offset;
        int left = count;
        if (filled > 0) {
            int piece = Math.min(BLOCK_BYTES - filled, left);
            System.arraycopy(bytes, from, block, filled, piece);
            filled += piece;
            from += piece;
            left -= piece;
            if (filled < BLOCK_BYTES) {
                return;
            }
            Sm3Compression.compress(state, block, 0, 1);
            filled = 0;
        }
        int blocks = left / BLOCK_BYTES;
        if (blocks > 0) {
            Sm3Compression.compress(state, bytes, from, blocks);
            from += blocks * BLOCK_BYTES;
            left -= blocks * BLOCK_BYTES;
        }
        System.arraycopy(bytes, from, block, 0, left);
        filled = left;
    }

    /** The digest of what was added; begins anew. */
    public byte[] digest() {
        byte[] digest = new byte[DIGEST_BYTES];
        digest(digest, 0);
        return digest;
    }

    /**
     * Writes the digest of what was added, and begins anew.
     *
     * @throws IndexOutOfBoundsException if there are not {@value #DIGEST_BYTES} bytes at the offset
     */
    public void digest(byte[] into, int offset) {
        Objects.checkFromIndexSize(offset, DIGEST_BYTES, into.length);
        block[filled++] = (byte) 0x80;
        if (filled > BLOCK_BYTES - LENGTH_FIELD_BYTES) {
            Arrays.fill(block, filled, BLOCK_BYTES, (byte) 0);
            Sm3Compression.compress(state, block, 0, 1);
            filled = 0;
        }
        Arrays.fill(block, filled, BLOCK_BYTES - LENGTH_FIELD_BYTES, (byte) 0);
        LONG.set(block, BLOCK_BYTES - LENGTH_FIELD_BYTES, length << 3);
        Sm3Compression.compress(state, block, 0, 1);
        for (int i = 0; i < state.length; i++) {
            INT.set(into, offset + i * Integer.BYTES, state[i]);
        }
        reset();
    }

    /** Forgets what was added. */
    public void reset() {
        Sm3Compression.begin(state);
        Arrays.fill(block, (byte) 0);
        filled = 0;
        length = 0;
    }

    /** Takes over the state of another, so that a common beginning is digested once. */
    void restore(Sm3 other) {
        System.arraycopy(other.state, 0, state, 0, state.length);
        System.arraycopy(other.block, 0, block, 0, BLOCK_BYTES);
        filled = other.filled;
        length = other.length;
    }

    /** A digest that goes on from here by itself. */
    @Override
    @SuppressWarnings("CloneDoesntCallSuperClone") // the copy has arrays of its own
    public Sm3 clone() {
        return new Sm3(this);
    }
}
