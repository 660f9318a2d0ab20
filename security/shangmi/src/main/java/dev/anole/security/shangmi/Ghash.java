package dev.anole.security.shangmi;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** GHASH of a message that comes in pieces: additional data, then data, each padded to whole blocks, then both lengths. */
final class Ghash {
    private static final int BLOCK_BYTES = Engine.BLOCK_BYTES;
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final Engine engine;
    private long[] key = new long[0];
    private final byte[] state = new byte[BLOCK_BYTES];
    private final byte[] partial = new byte[BLOCK_BYTES];
    private int filled;

    Ghash(Engine engine) {
        this.engine = engine;
    }

    /** Takes H, the encrypted block of zeros. */
    void key(byte[] h) {
        Arrays.fill(key, 0);
        key = engine.prepareHash(h);
    }

    void begin() {
        Arrays.fill(state, (byte) 0);
        Arrays.fill(partial, (byte) 0);
        filled = 0;
    }

    void update(byte[] in, int at, int length) {
        int from = at;
        int left = length;
        if (filled > 0) {
            int piece = Math.min(BLOCK_BYTES - filled, left);
            System.arraycopy(in, from, partial, filled, piece);
            filled += piece;
            from += piece;
            left -= piece;
            if (filled < BLOCK_BYTES) {
                return;
            }
            engine.hash(key, state, partial, 0, 1);
            filled = 0;
        }
        int blocks = left / BLOCK_BYTES;
        if (blocks > 0) {
            engine.hash(key, state, in, from, blocks);
            from += blocks * BLOCK_BYTES;
            left -= blocks * BLOCK_BYTES;
        }
        System.arraycopy(in, from, partial, 0, left);
        filled = left;
    }

    /** Fills the last block up with zeros. */
    void pad() {
        if (filled > 0) {
            Arrays.fill(partial, filled, BLOCK_BYTES, (byte) 0);
            engine.hash(key, state, partial, 0, 1);
            filled = 0;
        }
    }

    /** Adds the lengths in bytes, and gives the hash. */
    void finish(long additionalBytes, long bytes, byte[] into) {
        pad();
        LONG.set(partial, 0, additionalBytes * Byte.SIZE);
        LONG.set(partial, Long.BYTES, bytes * Byte.SIZE);
        engine.hash(key, state, partial, 0, 1);
        System.arraycopy(state, 0, into, 0, BLOCK_BYTES);
    }

    void wipe() {
        Arrays.fill(key, 0);
        begin();
    }
}
