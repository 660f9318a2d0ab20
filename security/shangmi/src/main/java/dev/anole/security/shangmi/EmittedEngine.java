package dev.anole.security.shangmi;

import dev.anole.kernel.machine.ExecutablePages;

import java.lang.foreign.FunctionDescriptor;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;

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

    private static final byte[] NO_EXTRA = new byte[BLOCK_BYTES];
    private static final FunctionDescriptor SIGNATURE = FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, JAVA_LONG, ADDRESS,
            JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final VarHandle BIG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    /** Code that is sealed, and its door as a handle that is a constant for the JIT once it stands in a static final field. */
    static final class Program {
        private final EmittedCode code;
        private final ExecutablePages pages;

        Program(EmittedCode code) {
            this.code = code;
            this.pages = ExecutablePages.seal(code.emit());
        }

        MethodHandle door() {
            return pages.function(0, SIGNATURE);
        }

        long entry(Routine routine) {
            return code.entry(routine);
        }
    }

    /** Where a routine is, for {@link #enter}. */
    abstract long entry(Routine routine);

    /** Goes through the door. */
    abstract void enter(long[] keys, byte[] in, long inAt, byte[] out, long outAt, long blocks, byte[] extra, long entry)
            throws Throwable;

    /**
     * Runs a routine piece by piece. This is the last place where ranges can be checked: emitted code checks none.
     *
     * <p>All routines share this one method, too large to be inlined (C2's FreqInlineSize is 325 bytes), with one call in
     * it: so C2 compiles it by itself and makes no objects of the segments. Where several such calls are inlined into one
     * caller it runs into its NodeCountInliningCutoff, and each call leaves 72 bytes for each array.
     */
    private void run(Routine routine, long[] keys, byte[] in, int inAt, byte[] out, int outAt, int blocks, byte[] extra) {
        boolean writes = routine != Routine.CBC_MAC && routine != Routine.GHASH;
        boolean serial = routine == Routine.CBC_MAC || routine == Routine.CBC_ENCRYPT;
        Objects.checkFromIndexSize(inAt, Math.multiplyExact(blocks, BLOCK_BYTES), in.length);
        Objects.checkFromIndexSize(outAt, writes ? blocks * BLOCK_BYTES : 0, out.length);
        Objects.checkFromIndexSize(0, routine == Routine.XEX ? blocks * BLOCK_BYTES : BLOCK_BYTES, extra.length);
        Objects.checkFromIndexSize(0, routine == Routine.GHASH ? GhashCode.TABLE_LONGS : ROUNDS / 2, keys.length);
        if (routine == Routine.XEX && blocks > PARALLEL_BLOCKS_MAX) {
            throw new IllegalArgumentException("masks for " + blocks + " blocks at once, at most " + PARALLEL_BLOCKS_MAX);
        }
        long entry = entry(routine);
        int most = serial ? SERIAL_BLOCKS_MAX : PARALLEL_BLOCKS_MAX;
        int low = routine == Routine.COUNTER ? (int) INT.get(extra, 12) : 0;
        for (int done = 0; done < blocks; done += most) {
            int piece = Math.min(most, blocks - done);
            int from = inAt + done * BLOCK_BYTES;
            int to = writes ? outAt + done * BLOCK_BYTES : outAt;
            long chain0 = 0;
            long chain1 = 0;
            if (routine == Routine.CBC_DECRYPT) {
                // The last ciphertext is the next chain, and may be overwritten.
                chain0 = (long) LONG.get(in, from + (piece - 1) * BLOCK_BYTES);
                chain1 = (long) LONG.get(in, from + (piece - 1) * BLOCK_BYTES + Long.BYTES);
            } else if (routine == Routine.COUNTER) {
                INT.set(extra, 12, low + done);
            }
            try {
                enter(keys, in, from, out, to, piece, extra, entry);
            } catch (Throwable impossible) {
                throw new AssertionError("emitted code throws nothing", impossible);
            }
            if (routine == Routine.CBC_DECRYPT) {
                LONG.set(extra, 0, chain0);
                LONG.set(extra, Long.BYTES, chain1);
            }
        }
        if (routine == Routine.COUNTER) {
            INT.set(extra, 12, low);
        }
    }

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
        run(Routine.ECB, keys, in, inAt, out, outAt, blocks, NO_EXTRA);
    }

    @Override
    public final void counter(long[] keys, byte[] counter, byte[] in, int inAt, byte[] out, int outAt, int blocks) {
        run(Routine.COUNTER, keys, in, inAt, out, outAt, blocks, counter);
    }

    @Override
    public final void cbcEncrypt(long[] keys, byte[] chain, byte[] in, int inAt, byte[] out, int outAt, int blocks) {
        run(Routine.CBC_ENCRYPT, keys, in, inAt, out, outAt, blocks, chain);
    }

    @Override
    public final void cbcMac(long[] keys, byte[] chain, byte[] in, int inAt, int blocks) {
        run(Routine.CBC_MAC, keys, in, inAt, NO_EXTRA, 0, blocks, chain);
    }

    @Override
    public final void cbcDecrypt(long[] keys, byte[] chain, byte[] in, int inAt, byte[] out, int outAt, int blocks) {
        run(Routine.CBC_DECRYPT, keys, in, inAt, out, outAt, blocks, chain);
    }

    @Override
    public final void xex(long[] keys, byte[] masks, byte[] in, int inAt, byte[] out, int outAt, int blocks) {
        run(Routine.XEX, keys, in, inAt, out, outAt, blocks, masks);
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
        run(Routine.GHASH, key, in, inAt, NO_EXTRA, 0, blocks, state);
    }
}
