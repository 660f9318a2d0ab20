package dev.anole.security.shangmi.sm2;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Numbers below 2^280 as five limbs of 56 bits, least first: what {@link Field} and {@link Scalar} share. Nothing here
 * branches on a value, except where a {@link BigInteger} comes in, which is for public numbers.
 */
final class Limbs {
    private static final long MASK = (1L << Field.LIMB_BITS) - 1;
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private Limbs() { }

    static long[] of(BigInteger value) {
        if (value.signum() < 0 || value.bitLength() > Field.LIMBS * Field.LIMB_BITS) {
            throw new IllegalArgumentException("a number of " + value.bitLength() + " bits does not fit five limbs");
        }
        long[] limbs = new long[Field.LIMBS];
        BigInteger mask = BigInteger.valueOf(MASK);
        for (int i = 0; i < limbs.length; i++) {
            limbs[i] = value.shiftRight(Field.LIMB_BITS * i).and(mask).longValue();
        }
        return limbs;
    }

    /** The value, whatever its limbs' signs and sizes. */
    static BigInteger value(long[] x) {
        BigInteger sum = BigInteger.ZERO;
        for (int i = x.length - 1; i >= 0; i--) {
            sum = sum.shiftLeft(Field.LIMB_BITS).add(BigInteger.valueOf(x[i]));
        }
        return sum;
    }

    /** Makes all limbs but the last 56 bits wide; the last takes the sign. */
    static void carry(long[] z) {
        for (int i = 0; i < 4; i++) {
            z[i + 1] += z[i] >> 56;
            z[i] &= MASK;
        }
    }

    /** z -= m where z >= m; both with normal limbs. Returns -1 where it did, otherwise 0. */
    static long subtractIfNotLess(long[] z, long[] m) {
        long d0 = z[0] - m[0];
        long d1 = z[1] - m[1] + (d0 >> 56);
        long d2 = z[2] - m[2] + (d1 >> 56);
        long d3 = z[3] - m[3] + (d2 >> 56);
        long d4 = z[4] - m[4] + (d3 >> 56);
        long keep = d4 >> 63;
        z[0] = z[0] & keep | d0 & MASK & ~keep;
        z[1] = z[1] & keep | d1 & MASK & ~keep;
        z[2] = z[2] & keep | d2 & MASK & ~keep;
        z[3] = z[3] & keep | d3 & MASK & ~keep;
        z[4] = z[4] & keep | d4 & ~keep;
        return ~keep;
    }

    /** -1 when x < m, otherwise 0; both with normal limbs. */
    static long isLess(long[] x, long[] m) {
        long d = x[0] - m[0];
        for (int i = 1; i < Field.LIMBS; i++) {
            d = x[i] - m[i] + (d >> 56);
        }
        return d >> 63;
    }

    /** -1 when every limb is 0, otherwise 0. */
    static long isZero(long[] x) {
        long any = x[0] | x[1] | x[2] | x[3] | x[4];
        return ~((any | -any) >> 63);
    }

    /** -1 when both have the same limbs, otherwise 0. */
    static long isEqual(long[] x, long[] y) {
        long any = (x[0] ^ y[0]) | (x[1] ^ y[1]) | (x[2] ^ y[2]) | (x[3] ^ y[3]) | (x[4] ^ y[4]);
        return ~((any | -any) >> 63);
    }

    /** Reads 32 bytes, greatest first. */
    static void decode(long[] z, byte[] bytes, int offset) {
        long w3 = (long) WORD.get(bytes, offset);
        long w2 = (long) WORD.get(bytes, offset + 8);
        long w1 = (long) WORD.get(bytes, offset + 16);
        long w0 = (long) WORD.get(bytes, offset + 24);
        z[0] = w0 & MASK;
        z[1] = (w0 >>> 56 | w1 << 8) & MASK;
        z[2] = (w1 >>> 48 | w2 << 16) & MASK;
        z[3] = (w2 >>> 40 | w3 << 24) & MASK;
        z[4] = w3 >>> 32;
    }

    /** Writes a value below 2^256 with normal limbs as 32 bytes, greatest first. */
    static void encode(long[] x, byte[] bytes, int offset) {
        WORD.set(bytes, offset, x[4] << 32 | x[3] >>> 24);
        WORD.set(bytes, offset + 8, x[3] << 40 | x[2] >>> 16);
        WORD.set(bytes, offset + 16, x[2] << 48 | x[1] >>> 8);
        WORD.set(bytes, offset + 24, x[1] << 56 | x[0]);
    }

    static void wipe(long[]... all) {
        for (long[] one : all) {
            Arrays.fill(one, 0);
        }
    }
}
