package dev.anole.security.shangmi;

import dev.anole.kernel.machine.ExecutablePages;

import java.lang.foreign.FunctionDescriptor;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

/**
 * An engine whose work is done by emitted code. Arrays are passed as they are, on the Java heap; a call then holds off
 * the collector, so long inputs go in pieces of some ten microseconds.
 */
abstract class EmittedEngine implements Engine {
    /** Blocks a call where many run side by side: 64 KiB. */
    static final int PARALLEL_BLOCKS_MAX = 4096;
    /** Blocks a call where each waits for the one before: 4 KiB. */
    static final int SERIAL_BLOCKS_MAX = 256;

    private static final FunctionDescriptor SIGNATURE =
            FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_LONG, ADDRESS);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final VarHandle BIG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    /** Code that is sealed, as handles that are constants for the JIT once they stand in static final fields. */
    static final class Program {
        private final EmittedCode code;
        private final ExecutablePages pages;

        Program(EmittedCode code) {
            this.code = code;
            this.pages = ExecutablePages.seal(code.emit());
        }

        MethodHandle handle(Routine routine) {
            return pages.function(code.entry(routine), SIGNATURE);
        }
    }

    /** Calls a function: {@link Routine}. */
    abstract void call(Routine routine, long[] keys, byte[] in, int inAt, byte[] out, int outAt, int blocks, byte[] extra);

    @Override
    public long[] prepare(int[] roundKeys) {
        long[] keys = new long[ROUNDS / 2];
        for (int i = 0; i < ROUNDS; i += 2) {
            keys[i / 2] = Sm4Box.roundKey(roundKeys[i]) & 0xffffffffL | (long) Sm4Box.roundKey(roundKeys[i + 1]) << 32;
        }
        return keys;
    }

    @Override
    public final void ecb(long[] keys, byte[] in, int inAt, byte[] out, int outAt, int blocks) {
        for (int done = 0; done < blocks; done += PARALLEL_BLOCKS_MAX) {
            int at = done * BLOCK_BYTES;
            call(Routine.ECB, keys, in, inAt + at, out, outAt + at, Math.min(PARALLEL_BLOCKS_MAX, blocks - done), in);
        }
    }

    @Override
    public final void counter(long[] keys, byte[] counter, byte[] in, int inAt, byte[] out, int outAt, int blocks) {
        int low = (int) INT.get(counter, 12);
        for (int done = 0; done < blocks; done += PARALLEL_BLOCKS_MAX) {
            int at = done * BLOCK_BYTES;
            INT.set(counter, 12, low + done);
            call(Routine.COUNTER, keys, in, inAt + at, out, outAt + at, Math.min(PARALLEL_BLOCKS_MAX, blocks - done), counter);
        }
        INT.set(counter, 12, low);
    }

    @Override
    public final void cbcEncrypt(long[] keys, byte[] chain, byte[] in, int inAt, byte[] out, int outAt, int blocks) {
        for (int done = 0; done < blocks; done += SERIAL_BLOCKS_MAX) {
            int at = done * BLOCK_BYTES;
            call(Routine.CBC_ENCRYPT, keys, in, inAt + at, out, outAt + at, Math.min(SERIAL_BLOCKS_MAX, blocks - done), chain);
        }
    }

    @Override
    public final void cbcMac(long[] keys, byte[] chain, byte[] in, int inAt, int blocks) {
        for (int done = 0; done < blocks; done += SERIAL_BLOCKS_MAX) {
            call(Routine.CBC_MAC, keys, in, inAt + done * BLOCK_BYTES, in, 0, Math.min(SERIAL_BLOCKS_MAX, blocks - done), chain);
        }
    }

    @Override
    public final void cbcDecrypt(long[] keys, byte[] chain, byte[] in, int inAt, byte[] out, int outAt, int blocks) {
        for (int done = 0; done < blocks; done += PARALLEL_BLOCKS_MAX) {
            int at = done * BLOCK_BYTES;
            int piece = Math.min(PARALLEL_BLOCKS_MAX, blocks - done);
            int last = inAt + at + (piece - 1) * BLOCK_BYTES;
            long next0 = (long) LONG.get(in, last);
            long next1 = (long) LONG.get(in, last + Long.BYTES);
            call(Routine.CBC_DECRYPT, keys, in, inAt + at, out, outAt + at, piece, chain);
            LONG.set(chain, 0, next0);
            LONG.set(chain, Long.BYTES, next1);
        }
    }

    @Override
    public final void xex(long[] keys, byte[] masks, byte[] in, int inAt, byte[] out, int outAt, int blocks) {
        if (blocks > PARALLEL_BLOCKS_MAX) {
            throw new IllegalArgumentException("masks for " + blocks + " blocks at once");
        }
        call(Routine.XEX, keys, in, inAt, out, outAt, blocks, masks);
    }

    @Override
    public final long[] prepareHash(byte[] h) {
        long[] key = ScalarGhash.key(h);
        byte[] power = h.clone();
        byte[] zero = new byte[BLOCK_BYTES];
        long[] table = new long[GhashCode.TABLE_LONGS];
        for (int i = GhashCode.BATCH - 1; i >= 0; i--) {
            long high = (long) BIG.get(power, 0);
            long low = (long) BIG.get(power, Long.BYTES);
            // Times x: the bit that falls out comes back as 0xc2…01.
            long out = high >> 63;
            table[2 * i] = low << 1 ^ out & 1;
            table[2 * i + 1] = (high << 1 | low >>> 63) ^ out & 0xc200000000000000L;
            ScalarGhash.hash(key, power, zero, 0, 1);
        }
        return table;
    }

    @Override
    public final void hash(long[] key, byte[] state, byte[] in, int inAt, int blocks) {
        for (int done = 0; done < blocks; done += PARALLEL_BLOCKS_MAX) {
            call(Routine.GHASH, key, in, inAt + done * BLOCK_BYTES, in, 0, Math.min(PARALLEL_BLOCKS_MAX, blocks - done), state);
        }
    }
}
