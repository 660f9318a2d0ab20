package dev.anole.security.shangmi.sm2;

import java.math.BigInteger;
import java.security.SecureRandom;

import static java.lang.Math.multiplyHigh;

/**
 * Arithmetic modulo the order n of SM2's group, on canonical numbers (0 <= x < n, five limbs of 56 bits) out of
 * Montgomery form, in constant time. It is used a handful of times a signature, so it is written for reading.
 */
final class Order {
    static final BigInteger N = new BigInteger("fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123", 16);
    /** Length of an encoded scalar. */
    static final int BYTES = 32;

    /** A random number below 2^256 is a scalar but for a chance of 2^-32: more refusals mean a broken source. */
    private static final int DRAWS_MAX = 100;
    private static final long MASK = (1L << Field.LIMB_BITS) - 1;
    private static final long[] N_LIMBS = Limbs.of(N);
    private static final long[] ONE = Limbs.of(BigInteger.ONE);
    private static final long[] R_SQUARED = Limbs.of(BigInteger.ONE.shiftLeft(2 * Field.LIMBS * Field.LIMB_BITS).mod(N));
    /** -1/n modulo 2^56. */
    private static final long N_PRIME = N.negate().modInverse(BigInteger.ONE.shiftLeft(Field.LIMB_BITS)).longValueExact();
    private static final BigInteger N_MINUS_TWO = N.subtract(BigInteger.TWO);

    private Order() { }

    /** z = x·y mod n. */
    static void multiply(long[] z, long[] x, long[] y) {
        montgomery(z, x, y);
        montgomery(z, z, R_SQUARED);
    }

    /** z = x·y / 2^280 mod n. */
    private static void montgomery(long[] z, long[] x, long[] y) {
        long[] t = new long[2 * Field.LIMBS];
        for (int i = 0; i < Field.LIMBS; i++) {
            addRow(t, i, x[i], y);
        }
        for (int i = 0; i < Field.LIMBS; i++) {
            addRow(t, i, (t[i] & MASK) * N_PRIME & MASK, N_LIMBS);
            t[i + 1] += t[i] >> Field.LIMB_BITS;
        }
        System.arraycopy(t, Field.LIMBS, z, 0, Field.LIMBS);
        Limbs.carry(z);
        Limbs.subtractIfNotLess(z, N_LIMBS);
        Limbs.wipe(t);
    }

    /** t += factor·y·2^(56·at); a product is split at 59 bits as in {@link Field#multiply}. */
    private static void addRow(long[] t, int at, long factor, long[] y) {
        for (int j = 0; j < Field.LIMBS; j++) {
            long high = multiplyHigh(factor << 5, y[j]);
            t[at + j] += factor * y[j] - (high << 59);
            t[at + j + 1] += high << 3;
        }
    }

    /** z = x + y mod n. */
    static void add(long[] z, long[] x, long[] y) {
        Field.add(z, x, y);
        Limbs.carry(z);
        Limbs.subtractIfNotLess(z, N_LIMBS);
    }

    /** z = x - y mod n. */
    static void subtract(long[] z, long[] x, long[] y) {
        for (int i = 0; i < Field.LIMBS; i++) {
            z[i] = x[i] - y[i] + N_LIMBS[i];
        }
        Limbs.carry(z);
        Limbs.subtractIfNotLess(z, N_LIMBS);
    }

    /** z = 1/x by Fermat: n's bits are public, x is not looked at. */
    static void invert(long[] z, long[] x) {
        long[] base = new long[Field.LIMBS];
        long[] power = new long[Field.LIMBS];
        montgomery(base, x, R_SQUARED);
        Field.copy(power, base);
        for (int i = N_MINUS_TWO.bitLength() - 2; i >= 0; i--) {
            montgomery(power, power, power);
            if (N_MINUS_TWO.testBit(i)) {
                montgomery(power, power, base);
            }
        }
        montgomery(z, power, ONE);
        Limbs.wipe(base, power);
    }

    /** z = x mod n for x below 2^256, which is less than 2n. */
    static void reduce(long[] z, long[] x) {
        Field.copy(z, x);
        Limbs.subtractIfNotLess(z, N_LIMBS);
    }

    /** Reads 32 bytes and reduces modulo n: for digests. */
    static void decodeReduced(long[] z, byte[] bytes, int offset) {
        Limbs.decode(z, bytes, offset);
        reduce(z, z);
    }

    /** Whether 1 <= x < n, for x with normal limbs. */
    static boolean isInRange(long[] x) {
        return (Limbs.isLess(x, N_LIMBS) & ~Limbs.isZero(x)) != 0;
    }

    /** Draws 1 <= z < n, each with the same chance: what does not fit is drawn again. */
    static void draw(long[] z, SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        for (int i = 0; i < DRAWS_MAX; i++) {
            random.nextBytes(bytes);
            Limbs.decode(z, bytes, 0);
            if (isInRange(z)) {
                java.util.Arrays.fill(bytes, (byte) 0);
                return;
            }
        }
        throw new IllegalStateException("the random source gave no number below n in " + DRAWS_MAX
                + " draws: it is broken, use another SecureRandom");
    }
}
