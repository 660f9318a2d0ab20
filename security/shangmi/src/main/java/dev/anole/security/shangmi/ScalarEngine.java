package dev.anole.security.shangmi;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * SM4 in plain Java and constant time: 16 blocks side by side as bit planes. Of each of the four words of the state
 * there are eight longs; bit 16·j + b of long p is bit p of byte j (from the lowest) of block b's word. So the S-box is
 * a circuit over eight longs, a rotation by whole bytes is a rotation of each long by 16, and a rotation by two bits
 * renames the longs.
 *
 * <p>The S-box's affine constants are folded into the round keys. Its output constant k adds L(kkkk) to a word; word i+4
 * inherits it of word i, so it is there in every second group of four words, and gone after the last round.
 */
sealed class ScalarEngine implements Engine permits VectorEngine {
    private static final int WORDS = 4;
    private static final int PLANES = Byte.SIZE;
    private static final int BATCH = 16;
    /** Blocks that modes prepare at a time: several batches, of this engine or of {@link VectorEngine}. */
    private static final int PIECE = 64;
    private static final int STATE_LONGS = WORDS * PLANES;
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    @Override
    public Tier tier() {
        return Tier.SCALAR;
    }

    @Override
    public long[] prepare(int[] roundKeys) {
        int inherited = Integer.rotateLeft(SlicedSubstitution.OUTPUT_CONSTANT * 0x01010101, 2);
        long[] planes = new long[ROUNDS * PLANES];
        for (int round = 0; round < ROUNDS; round++) {
            int word = roundKeys[round] ^ SlicedSubstitution.INPUT_CONSTANT * 0x01010101;
            for (int used = round + 1; used <= round + 3; used++) {
                word ^= (used / WORDS & 1) == 1 ? inherited : 0;
            }
            for (int plane = 0; plane < PLANES; plane++) {
                long bits = 0;
                for (int j = 0; j < Integer.BYTES; j++) {
                    bits |= (long) (word >>> 8 * j + plane & 1) << 16 * j;
                }
                planes[round * PLANES + plane] = bits * 0xffff;
            }
        }
        return planes;
    }

    @Override
    public void ecb(long[] keys, byte[] in, int inAt, byte[] out, int outAt, int blocks) {
        long[] state = new long[STATE_LONGS];
        long[] work = new long[PLANES];
        for (int done = 0; done < blocks; done += BATCH) {
            int batch = Math.min(BATCH, blocks - done);
            for (int word = 0; word < WORDS; word++) {
                slice(state, work, word, in, inAt + done * BLOCK_BYTES, batch);
            }
            rounds(keys, state, work);
            for (int word = 0; word < WORDS; word++) {
                unslice(state, work, WORDS - 1 - word, out, outAt + done * BLOCK_BYTES + word * Integer.BYTES, batch);
            }
        }
    }

    private static void rounds(long[] keys, long[] state, long[] work) {
        for (int round = 0; round < ROUNDS; round++) {
            int to = (round & 3) * PLANES;
            int a = (round + 1 & 3) * PLANES;
            int b = (round + 2 & 3) * PLANES;
            int c = (round + 3 & 3) * PLANES;
            int key = round * PLANES;
            for (int p = 0; p < PLANES; p++) {
                work[p] = state[a + p] ^ state[b + p] ^ state[c + p] ^ keys[key + p];
            }
            SlicedSubstitution.apply(work);
            mix(state, to, work);
        }
    }

    /** L of the standard's section 6.2: B ^ B<<<24 ^ (B ^ B<<<8 ^ B<<<16)<<<2, XORed to a word. */
    private static void mix(long[] state, int to, long[] s) {
        for (int p = 0; p < PLANES; p++) {
            long b = s[p];
            long below = s[p + 6 & 7];
            long u = below ^ Long.rotateLeft(below ^ Long.rotateLeft(below, 16), 16);
            // The upper two bits of a byte move to the next byte.
            u = p < 2 ? Long.rotateLeft(u, 16) : u;
            state[to + p] ^= b ^ Long.rotateLeft(b, 48) ^ u;
        }
    }

    /** Of a word of up to 16 blocks makes planes. */
    private static void slice(long[] state, long[] work, int word, byte[] in, int at, int blocks) {
        for (int q = 0; q < PLANES; q++) {
            int low = q < blocks ? (int) INT.get(in, at + q * BLOCK_BYTES + word * Integer.BYTES) : 0;
            int high = q + 8 < blocks ? (int) INT.get(in, at + (q + 8) * BLOCK_BYTES + word * Integer.BYTES) : 0;
            work[q] = spread(low) | spread(high) << 8;
        }
        transpose(work);
        System.arraycopy(work, 0, state, word * PLANES, PLANES);
    }

    private static void unslice(long[] state, long[] work, int word, byte[] out, int at, int blocks) {
        System.arraycopy(state, word * PLANES, work, 0, PLANES);
        transpose(work);
        for (int q = 0; q < PLANES; q++) {
            if (q < blocks) {
                INT.set(out, at + q * BLOCK_BYTES, gather(work[q]));
            }
            if (q + 8 < blocks) {
                INT.set(out, at + (q + 8) * BLOCK_BYTES, gather(work[q] >>> 8));
            }
        }
    }

    /** Byte j to bits 16·j. */
    private static long spread(int word) {
        long x = word & 0xffffffffL;
        x = (x | x << 16) & 0x0000ffff0000ffffL;
        return (x | x << 8) & 0x00ff00ff00ff00ffL;
    }

    private static int gather(long bytes) {
        long x = bytes & 0x00ff00ff00ff00ffL;
        x = (x | x >>> 8) & 0x0000ffff0000ffffL;
        return (int) (x | x >>> 16);
    }

    /** Bit p of each byte of long q goes to bit q of the same byte of long p; it is its own inverse. */
    private static void transpose(long[] q) {
        for (int i = 0; i < 8; i += 2) {
            long swapped = (q[i] >>> 1 ^ q[i + 1]) & 0x5555555555555555L;
            q[i + 1] ^= swapped;
            q[i] ^= swapped << 1;
        }
        for (int i = 0; i < 8; i++) {
            if ((i & 2) == 0) {
                long swapped = (q[i] >>> 2 ^ q[i + 2]) & 0x3333333333333333L;
                q[i + 2] ^= swapped;
                q[i] ^= swapped << 2;
            }
        }
        for (int i = 0; i < 4; i++) {
            long swapped = (q[i] >>> 4 ^ q[i + 4]) & 0x0f0f0f0f0f0f0f0fL;
            q[i + 4] ^= swapped;
            q[i] ^= swapped << 4;
        }
    }

    @Override
    public void counter(long[] keys, byte[] counter, byte[] in, int inAt, byte[] out, int outAt, int blocks) {
        byte[] stream = new byte[Math.min(PIECE, blocks) * BLOCK_BYTES];
        int low = (int) INT.get(counter, 12);
        for (int done = 0; done < blocks; done += PIECE) {
            int piece = Math.min(PIECE, blocks - done);
            for (int i = 0; i < piece; i++) {
                System.arraycopy(counter, 0, stream, i * BLOCK_BYTES, 12);
                INT.set(stream, i * BLOCK_BYTES + 12, low + done + i);
            }
            ecb(keys, stream, 0, stream, 0, piece);
            xor(stream, 0, in, inAt + done * BLOCK_BYTES, out, outAt + done * BLOCK_BYTES, piece * 2);
        }
    }

    @Override
    public void cbcEncrypt(long[] keys, byte[] chain, byte[] in, int inAt, byte[] out, int outAt, int blocks) {
        for (int i = 0; i < blocks; i++) {
            xor(chain, 0, in, inAt + i * BLOCK_BYTES, chain, 0, 2);
            ecb(keys, chain, 0, chain, 0, 1);
            System.arraycopy(chain, 0, out, outAt + i * BLOCK_BYTES, BLOCK_BYTES);
        }
    }

    @Override
    public void cbcMac(long[] keys, byte[] chain, byte[] in, int inAt, int blocks) {
        for (int i = 0; i < blocks; i++) {
            xor(chain, 0, in, inAt + i * BLOCK_BYTES, chain, 0, 2);
            ecb(keys, chain, 0, chain, 0, 1);
        }
    }

    @Override
    public void cbcDecrypt(long[] keys, byte[] chain, byte[] in, int inAt, byte[] out, int outAt, int blocks) {
        byte[] plain = new byte[Math.min(PIECE, blocks) * BLOCK_BYTES];
        byte[] before = new byte[plain.length + BLOCK_BYTES];
        System.arraycopy(chain, 0, before, 0, BLOCK_BYTES);
        for (int done = 0; done < blocks; done += PIECE) {
            int piece = Math.min(PIECE, blocks - done);
            System.arraycopy(in, inAt + done * BLOCK_BYTES, before, BLOCK_BYTES, piece * BLOCK_BYTES);
            ecb(keys, before, BLOCK_BYTES, plain, 0, piece);
            xor(plain, 0, before, 0, out, outAt + done * BLOCK_BYTES, piece * 2);
            System.arraycopy(before, piece * BLOCK_BYTES, before, 0, BLOCK_BYTES);
        }
        System.arraycopy(before, 0, chain, 0, BLOCK_BYTES);
    }

    @Override
    public void xex(long[] keys, byte[] masks, byte[] in, int inAt, byte[] out, int outAt, int blocks) {
        xor(masks, 0, in, inAt, out, outAt, blocks * 2);
        ecb(keys, out, outAt, out, outAt, blocks);
        xor(masks, 0, out, outAt, out, outAt, blocks * 2);
    }

    @Override
    public long[] prepareHash(byte[] h) {
        return ScalarGhash.key(h);
    }

    @Override
    public void hash(long[] key, byte[] state, byte[] in, int inAt, int blocks) {
        ScalarGhash.hash(key, state, in, inAt, blocks);
    }

    /** XORs longs of two arrays into a third. */
    static void xor(byte[] a, int aAt, byte[] b, int bAt, byte[] out, int outAt, int longs) {
        for (int i = 0; i < longs; i++) {
            LONG.set(out, outAt + i * Long.BYTES,
                    (long) LONG.get(a, aAt + i * Long.BYTES) ^ (long) LONG.get(b, bAt + i * Long.BYTES));
        }
    }
}
