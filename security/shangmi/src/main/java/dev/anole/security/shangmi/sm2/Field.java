package dev.anole.security.shangmi.sm2;

import java.math.BigInteger;

import static java.lang.Math.multiplyHigh;

/**
 * Arithmetic modulo SM2's prime p = 2^256 - 2^224 - 2^96 + 2^64 - 1 (GB/T 32918.5), in constant time: no branch and no
 * index depends on a value.
 *
 * <p>An element is {@code long[5]}, five signed limbs of 56 bits, least first, in Montgomery form with R = 2^280. Limbs
 * carry lazily: addition and subtraction touch each limb once and propagate nothing. The bounds that make this right:
 * <ul>
 * <li>{@link #multiply} and {@link #square} take limbs below 2^58 in size, that is four results added, and give
 *     limbs from -2^8 to 2^56 + 2^8, the last of any sign.
 * <li>With U = 2^256, inputs between -aU and aU and between -bU and bU give results between -abU/2^24 and p + abU/2^24:
 *     below a thousand or so there is nothing to watch.
 * </ul>
 *
 * <p>How a product is made: a column needs the sum of a_i·b_j, up to 2^119. Its multiple of 2^59 is summed from the high
 * words of (a_i·2^5)·b_j, the rest from low words that may overflow, since sum - high·2^59 lies between 0 and 5·2^59 and
 * is therefore known from the low 64 bits alone. So each product costs two multiplications and two additions, no masks
 * and no carries.
 *
 * <p>How it is reduced: p is -1 modulo 2^56, so Montgomery's n' is 1 and each m is a limb itself. Of
 * m·p = m·(2^32 - 1)·(2^224 - 2^64) - m, with q for the limbs of m·(2^32 - 1), q is added four limbs up (2^224), taken
 * away one limb and 8 bits up (2^64), and -m cancels the limb: shifts and additions only. Of the layouts that were
 * measured (five limbs of 52 bits, four of 64), 56 bits are fastest: 2^224 falls on a limb.
 */
final class Field {
    static final int LIMBS = 5;
    static final int LIMB_BITS = 56;
    static final int BYTES = 32;

    static final BigInteger P = new BigInteger("fffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffff", 16);

    private static final long MASK = (1L << LIMB_BITS) - 1;
    private static final long MASK_48 = (1L << 48) - 1;
    private static final long[] P_LIMBS = Limbs.of(P);
    private static final long[] R_SQUARED = Limbs.of(BigInteger.ONE.shiftLeft(2 * LIMBS * LIMB_BITS).mod(P));
    private static final long[] ONE = of(BigInteger.ONE);
    private static final long[] PLAIN_ONE = {1, 0, 0, 0, 0};

    private Field() { }

    /** The element 1. */
    static long[] one() {
        return of(BigInteger.ONE);
    }

    /** An element of a public number: not in constant time. */
    static long[] of(BigInteger value) {
        return Limbs.of(value.mod(P).shiftLeft(LIMBS * LIMB_BITS).mod(P));
    }

    /** z = x·y / R. */
    static void multiply(long[] z, long[] x, long[] y) {
        long x4 = x[4], x0 = x[0], x1 = x[1], x2 = x[2], x3 = x[3];
        long y4 = y[4], y0 = y[0], y1 = y[1], y2 = y[2], y3 = y[3];
        long a0 = x0 << 5, a1 = x1 << 5, a2 = x2 << 5, a3 = x3 << 5, a4 = x4 << 5;

        long h = multiplyHigh(a0, y0);
        long t0 = x0 * y0 - (h << 59);
        long c = h << 3;
        h = multiplyHigh(a0, y1) + multiplyHigh(a1, y0);
        long t1 = x0 * y1 + x1 * y0 - (h << 59) + c;
        c = h << 3;
        h = multiplyHigh(a0, y2) + multiplyHigh(a1, y1) + multiplyHigh(a2, y0);
        long t2 = x0 * y2 + x1 * y1 + x2 * y0 - (h << 59) + c;
        c = h << 3;
        h = multiplyHigh(a0, y3) + multiplyHigh(a1, y2) + multiplyHigh(a2, y1) + multiplyHigh(a3, y0);
        long t3 = x0 * y3 + x1 * y2 + x2 * y1 + x3 * y0 - (h << 59) + c;
        c = h << 3;
        h = multiplyHigh(a0, y4) + multiplyHigh(a1, y3) + multiplyHigh(a2, y2) + multiplyHigh(a3, y1)
                + multiplyHigh(a4, y0);
        long t4 = x0 * y4 + x1 * y3 + x2 * y2 + x3 * y1 + x4 * y0 - (h << 59) + c;
        c = h << 3;
        h = multiplyHigh(a1, y4) + multiplyHigh(a2, y3) + multiplyHigh(a3, y2) + multiplyHigh(a4, y1);
        long t5 = x1 * y4 + x2 * y3 + x3 * y2 + x4 * y1 - (h << 59) + c;
        c = h << 3;
        h = multiplyHigh(a2, y4) + multiplyHigh(a3, y3) + multiplyHigh(a4, y2);
        long t6 = x2 * y4 + x3 * y3 + x4 * y2 - (h << 59) + c;
        c = h << 3;
        h = multiplyHigh(a3, y4) + multiplyHigh(a4, y3);
        long t7 = x3 * y4 + x4 * y3 - (h << 59) + c;
        c = h << 3;
        h = multiplyHigh(a4, y4);
        long t8 = x4 * y4 - (h << 59) + c;
        c = h << 3;
        long t9 = c;

        long m = t0 & MASK;
        long q = (m << 32 & MASK) - m;
        t1 += (t0 >> 56) - ((q & MASK_48) << 8);
        t2 -= q >> 48;
        t4 += q;
        long p = m >>> 24;
        m = t1 & MASK;
        q = (m << 32 & MASK) - m + p;
        t2 += (t1 >> 56) - ((q & MASK_48) << 8);
        t3 -= q >> 48;
        t5 += q;
        p = m >>> 24;
        m = t2 & MASK;
        q = (m << 32 & MASK) - m + p;
        t3 += (t2 >> 56) - ((q & MASK_48) << 8);
        t4 -= q >> 48;
        t6 += q;
        p = m >>> 24;
        m = t3 & MASK;
        q = (m << 32 & MASK) - m + p;
        t4 += (t3 >> 56) - ((q & MASK_48) << 8);
        t5 -= q >> 48;
        t7 += q;
        p = m >>> 24;
        m = t4 & MASK;
        q = (m << 32 & MASK) - m + p;
        t5 += (t4 >> 56) - ((q & MASK_48) << 8);
        t6 -= q >> 48;
        t8 += q;
        p = m >>> 24;
        t6 -= p << 8;
        t9 += p;

        z[4] = t9 + (t8 >> 56);
        z[3] = (t8 & MASK) + (t7 >> 56);
        z[2] = (t7 & MASK) + (t6 >> 56);
        z[1] = (t6 & MASK) + (t5 >> 56);
        z[0] = t5 & MASK;
    }

    /** z = x² / R. */
    static void square(long[] z, long[] x) {
        long x4 = x[4], x0 = x[0], x1 = x[1], x2 = x[2], x3 = x[3];
        long d0 = x0 << 1, d1 = x1 << 1, d2 = x2 << 1, d3 = x3 << 1;
        long a0 = x0 << 5, a1 = x1 << 5, a2 = x2 << 5, a3 = x3 << 5, a4 = x4 << 5;

        long h = multiplyHigh(a0, x0);
        long t0 = x0 * x0 - (h << 59);
        long c = h << 3;
        h = multiplyHigh(a1, d0);
        long t1 = x1 * d0 - (h << 59) + c;
        c = h << 3;
        h = multiplyHigh(a2, d0) + multiplyHigh(a1, x1);
        long t2 = x2 * d0 + x1 * x1 - (h << 59) + c;
        c = h << 3;
        h = multiplyHigh(a3, d0) + multiplyHigh(a2, d1);
        long t3 = x3 * d0 + x2 * d1 - (h << 59) + c;
        c = h << 3;
        h = multiplyHigh(a4, d0) + multiplyHigh(a3, d1) + multiplyHigh(a2, x2);
        long t4 = x4 * d0 + x3 * d1 + x2 * x2 - (h << 59) + c;
        c = h << 3;
        h = multiplyHigh(a4, d1) + multiplyHigh(a3, d2);
        long t5 = x4 * d1 + x3 * d2 - (h << 59) + c;
        c = h << 3;
        h = multiplyHigh(a4, d2) + multiplyHigh(a3, x3);
        long t6 = x4 * d2 + x3 * x3 - (h << 59) + c;
        c = h << 3;
        h = multiplyHigh(a4, d3);
        long t7 = x4 * d3 - (h << 59) + c;
        c = h << 3;
        h = multiplyHigh(a4, x4);
        long t8 = x4 * x4 - (h << 59) + c;
        c = h << 3;
        long t9 = c;

        long m = t0 & MASK;
        long q = (m << 32 & MASK) - m;
        t1 += (t0 >> 56) - ((q & MASK_48) << 8);
        t2 -= q >> 48;
        t4 += q;
        long p = m >>> 24;
        m = t1 & MASK;
        q = (m << 32 & MASK) - m + p;
        t2 += (t1 >> 56) - ((q & MASK_48) << 8);
        t3 -= q >> 48;
        t5 += q;
        p = m >>> 24;
        m = t2 & MASK;
        q = (m << 32 & MASK) - m + p;
        t3 += (t2 >> 56) - ((q & MASK_48) << 8);
        t4 -= q >> 48;
        t6 += q;
        p = m >>> 24;
        m = t3 & MASK;
        q = (m << 32 & MASK) - m + p;
        t4 += (t3 >> 56) - ((q & MASK_48) << 8);
        t5 -= q >> 48;
        t7 += q;
        p = m >>> 24;
        m = t4 & MASK;
        q = (m << 32 & MASK) - m + p;
        t5 += (t4 >> 56) - ((q & MASK_48) << 8);
        t6 -= q >> 48;
        t8 += q;
        p = m >>> 24;
        t6 -= p << 8;
        t9 += p;

        z[4] = t9 + (t8 >> 56);
        z[3] = (t8 & MASK) + (t7 >> 56);
        z[2] = (t7 & MASK) + (t6 >> 56);
        z[1] = (t6 & MASK) + (t5 >> 56);
        z[0] = t5 & MASK;
    }

    /** z = x + y, limb by limb: magnitudes add. */
    static void add(long[] z, long[] x, long[] y) {
        z[4] = x[4] + y[4];
        z[0] = x[0] + y[0];
        z[1] = x[1] + y[1];
        z[2] = x[2] + y[2];
        z[3] = x[3] + y[3];
    }

    /** z = x - y, limb by limb: magnitudes add. */
    static void subtract(long[] z, long[] x, long[] y) {
        z[4] = x[4] - y[4];
        z[0] = x[0] - y[0];
        z[1] = x[1] - y[1];
        z[2] = x[2] - y[2];
        z[3] = x[3] - y[3];
    }

    /** z = factor·x for a small factor: the magnitude is multiplied. */
    static void scale(long[] z, long[] x, int factor) {
        z[4] = x[4] * factor;
        z[0] = x[0] * factor;
        z[1] = x[1] * factor;
        z[2] = x[2] * factor;
        z[3] = x[3] * factor;
    }

    /** z = x - factor·y with limbs from -2^8 to 2^56 + 2^8, the last of any sign: what ends a formula. Limbs below 2^61. */
    static void subtractScaled(long[] z, long[] x, long[] y, int factor) {
        long z4 = x[4] - factor * y[4];
        long z0 = x[0] - factor * y[0];
        long z1 = x[1] - factor * y[1];
        long z2 = x[2] - factor * y[2];
        long z3 = x[3] - factor * y[3];
        z[4] = z4 + (z3 >> 56);
        z[3] = (z3 & MASK) + (z2 >> 56);
        z[2] = (z2 & MASK) + (z1 >> 56);
        z[1] = (z1 & MASK) + (z0 >> 56);
        z[0] = z0 & MASK;
    }

    /** z = x where mask is -1, unchanged where it is 0. */
    static void select(long[] z, long[] x, long mask) {
        z[4] ^= (z[4] ^ x[4]) & mask;
        z[0] ^= (z[0] ^ x[0]) & mask;
        z[1] ^= (z[1] ^ x[1]) & mask;
        z[2] ^= (z[2] ^ x[2]) & mask;
        z[3] ^= (z[3] ^ x[3]) & mask;
    }

    /** z = -z where mask is -1. */
    static void negate(long[] z, long mask) {
        z[4] = (z[4] ^ mask) - mask;
        z[0] = (z[0] ^ mask) - mask;
        z[1] = (z[1] ^ mask) - mask;
        z[2] = (z[2] ^ mask) - mask;
        z[3] = (z[3] ^ mask) - mask;
    }

    static void copy(long[] z, long[] x) {
        z[4] = x[4];
        z[0] = x[0];
        z[1] = x[1];
        z[2] = x[2];
        z[3] = x[3];
    }

    /** The one representation of a value with 0 <= x < p and limbs of 56 bits. Limbs as for {@link #multiply}. */
    static void canonical(long[] z, long[] x) {
        multiply(z, x, ONE);
        settle(z);
    }

    /** z = x·y / R as the one number with 0 <= z < p. */
    static void multiplyCanonical(long[] z, long[] x, long[] y) {
        multiply(z, x, y);
        settle(z);
    }

    /** A result of {@link #multiply} is above -p and below 2p: add p, then take it away while it fits. */
    private static void settle(long[] z) {
        for (int i = 0; i < LIMBS; i++) {
            z[i] += P_LIMBS[i];
        }
        Limbs.carry(z);
        Limbs.subtractIfNotLess(z, P_LIMBS);
        Limbs.subtractIfNotLess(z, P_LIMBS);
    }

    /**
     * False when x is certainly not 0 modulo p, from one limb: a multiple j·p has -j in its low 56 bits. Magnitudes below
     * 32. Not in constant time where a caller branches on it: for public values.
     */
    static boolean mayBeZero(long[] x) {
        return (x[0] + 32 & MASK) < 64;
    }

    /** -1 when x is 0 modulo p, otherwise 0. The scratch is overwritten. */
    static long isZero(long[] x, long[] scratch) {
        canonical(scratch, x);
        return Limbs.isZero(scratch);
    }

    /** z = x^(p-2) = 1/x by Fermat, and 0 for 0: 255 squarings and 14 multiplications whatever x is. */
    static void invert(long[] z, long[] x) {
        // p - 2 in binary: 31 ones, a zero, 128 ones, 32 zeros, 62 ones, a zero, a one.
        long[] x1 = new long[LIMBS];
        long[] x2 = new long[LIMBS];
        long[] x30 = new long[LIMBS];
        long[] x31 = new long[LIMBS];
        long[] x32 = new long[LIMBS];
        long[] t = new long[LIMBS];
        copy(x1, x);
        powerOfTwo(x2, x1, 1);
        multiply(x2, x2, x1);
        powerOfTwo(t, x2, 2);
        multiply(t, t, x2);                 // 4 ones
        long[] x6 = new long[LIMBS];
        powerOfTwo(x6, t, 2);
        multiply(x6, x6, x2);               // 6
        powerOfTwo(t, x6, 6);
        multiply(t, t, x6);                 // 12
        powerOfTwo(x30, t, 12);
        multiply(x30, x30, t);              // 24
        powerOfTwo(x30, x30, 6);
        multiply(x30, x30, x6);             // 30
        powerOfTwo(x31, x30, 1);
        multiply(x31, x31, x1);
        powerOfTwo(x32, x31, 1);
        multiply(x32, x32, x1);
        powerOfTwo(t, x31, 1 + 32);         // 31 ones, a zero, room for 32
        multiply(t, t, x32);
        for (int i = 0; i < 3; i++) {
            powerOfTwo(t, t, 32);
            multiply(t, t, x32);
        }
        powerOfTwo(t, t, 32 + 32);          // 32 zeros, 32 of the 62 ones
        multiply(t, t, x32);
        powerOfTwo(t, t, 30);
        multiply(t, t, x30);
        powerOfTwo(t, t, 2);
        multiply(z, t, x1);
    }

    /** z = x^(2^count). */
    static void powerOfTwo(long[] z, long[] x, int count) {
        square(z, x);
        for (int i = 1; i < count; i++) {
            square(z, z);
        }
    }

    /** Reads 32 bytes, greatest first; the caller has made sure that they are below p. */
    static void decode(long[] z, byte[] bytes, int offset) {
        Limbs.decode(z, bytes, offset);
        multiply(z, z, R_SQUARED);
    }

    /** Writes the canonical value as 32 bytes, greatest first. */
    static void encode(long[] x, byte[] bytes, int offset) {
        long[] plain = new long[LIMBS];
        plain(plain, x);
        Limbs.encode(plain, bytes, offset);
        Limbs.wipe(plain);
    }

    /** z = the number that x stands for, canonical and out of Montgomery form. */
    static void plain(long[] z, long[] x) {
        multiply(z, x, PLAIN_ONE);
        settle(z);
    }
}
