package dev.anole.security.shangmi.sm2;

import java.math.BigInteger;

/**
 * A scalar k below 2^256 as signed digits of w bits: k = sum of d_i·2^(w·i) with -2^(w-1) <= d_i < 2^(w-1). With
 * C = sum of 2^(w-1)·2^(w·i), the digits of k + C in base 2^w are d_i + 2^(w-1): one addition, and no branch.
 */
final class Windows {
    private static final long MASK = (1L << Field.LIMB_BITS) - 1;
    private static final int SCALAR_BITS = 256;

    private final int width;
    private final int count;
    private final long[] offset;

    /** @param width bits of a digit, 2 to 8 */
    Windows(int width) {
        if (width < 2 || width > 8) {
            throw new IllegalArgumentException("windows of " + width + " bits: 2 to 8 are possible");
        }
        this.width = width;
        // The last digit takes the carry, so one bit of room above the scalar.
        this.count = (SCALAR_BITS + 1 + width - 1) / width;
        BigInteger sum = BigInteger.ZERO;
        for (int i = 0; i < count; i++) {
            sum = sum.setBit(width * i + width - 1);
        }
        this.offset = Limbs.of(sum);
    }

    int width() {
        return width;
    }

    /** How many digits there are: 43 of 6 bits, 52 of 5. */
    int count() {
        return count;
    }

    /** The greatest size of a digit, 2^(w-1): as many entries a table has for each window. */
    int entries() {
        return 1 << width - 1;
    }

    /** Prepares a scalar for {@link #digit}. */
    void recode(long[] recoded, long[] scalar) {
        Field.add(recoded, scalar, offset);
        Limbs.carry(recoded);
    }

    /** The digit of a window. */
    int digit(long[] recoded, int window) {
        int bit = window * width;
        int limb = bit / Field.LIMB_BITS;
        int shift = bit % Field.LIMB_BITS;
        long bits = recoded[limb] >>> shift;
        if (shift + width > Field.LIMB_BITS && limb + 1 < Field.LIMBS) {
            bits |= recoded[limb + 1] << Field.LIMB_BITS - shift & MASK;
        }
        return (int) (bits & (1 << width) - 1) - (1 << width - 1);
    }
}
