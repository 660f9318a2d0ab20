package dev.anole.security.shangmi.sm2;

import static dev.anole.security.shangmi.sm2.Field.LIMBS;

/**
 * k·P and j·G + k·P. For secret k with windows of five bits: a table of the multiples 1 to 16, read whole each time, and
 * additions that are right for every pair of points in the last window, where a scalar can make them meet. For public
 * numbers with sparse digits and direct reads.
 */
final class PointMultiplication {
    private static final Windows WINDOWS = new Windows(5);
    private static final int COMPLETE_WINDOWS = 2;
    /** Digits of w bits for public scalars: odd multiples up to 2^(w-1). */
    private static final int POINT_DIGIT_BITS = 5;
    private static final int GENERATOR_DIGIT_BITS = 9;
    private static final int SPARSE_DIGITS = 257;

    private PointMultiplication() { }

    /** k·G, the table for it, and odd multiples of G for public sums: made when they are first used, in some ms. */
    static final class Generator {
        /** Measured: 6 bits are best, 5 and 7 within a tenth. */
        static final CombTable TABLE = new CombTable(AffinePoint.GENERATOR, 6);
        static final long[] ODD = CombTable.affine(oddMultiples(AffinePoint.GENERATOR, 1 << GENERATOR_DIGIT_BITS - 2));

        private Generator() { }
    }

    /** P, 3P, 5P and so on. */
    private static Accumulator[] oddMultiples(AffinePoint point, int count) {
        Accumulator[] multiples = new Accumulator[count];
        multiples[0] = new Accumulator();
        multiples[0].set(point);
        Accumulator doubled = new Accumulator();
        doubled.set(point);
        doubled.twice();
        JacobianEntry step = new JacobianEntry();
        step.set(doubled);
        for (int i = 1; i < count; i++) {
            multiples[i] = new Accumulator();
            multiples[i].set(multiples[i - 1]);
            multiples[i].addPublic(step);
        }
        return multiples;
    }

    /**
     * product = k·P in constant time, for any k below 2^256 and any P.
     *
     * @param blind a random factor, not 0: representations differ each time
     */
    static void multiply(Accumulator product, long[] k, AffinePoint point, long[] blind) {
        if (EmittedPoints.isAvailable()) {
            EmittedPoints.multiply(product, k, point, blind, WINDOWS, COMPLETE_WINDOWS);
        } else {
            multiplyPlain(product, k, point, blind);
        }
    }

    /** The same in plain Java. */
    static void multiplyPlain(Accumulator product, long[] k, AffinePoint point, long[] blind) {
        long[] recoded = new long[LIMBS];
        WINDOWS.recode(recoded, k);
        JacobianEntry[] table = new JacobianEntry[WINDOWS.entries()];
        Accumulator doubled = new Accumulator();
        Accumulator next = new Accumulator();
        for (int i = 0; i < table.length; i++) {
            table[i] = new JacobianEntry();
            if (i == 0) {
                next.set(point);
                next.rescale(blind);
            } else if ((i & 1) == 1) {
                // (i + 1)P = 2·((i + 1)/2)P
                table[(i - 1) / 2].copyTo(next);
                next.twice();
            } else {
                table[i - 1].copyTo(next);
                next.add(table[0], -1);
            }
            table[i].set(next);
        }
        JacobianEntry wanted = new JacobianEntry();
        product.infinity = -1;
        for (int window = WINDOWS.count() - 1; window >= 0; window--) {
            if (window < WINDOWS.count() - 1) {
                for (int i = 0; i < WINDOWS.width(); i++) {
                    product.twice();
                }
            }
            int digit = WINDOWS.digit(recoded, window);
            long negative = digit >> 31;
            long size = (digit ^ negative) - negative;
            for (int i = 0; i < table.length; i++) {
                wanted.select(table[i], (i + 1 ^ size) - 1 >> 63);
            }
            wanted.negateWhere(negative);
            if (window < COMPLETE_WINDOWS) {
                product.addComplete(wanted, -size >> 63, doubled);
            } else {
                product.add(wanted, -size >> 63);
            }
        }
        for (JacobianEntry entry : table) {
            entry.wipe();
        }
        wanted.wipe();
        doubled.wipe();
        next.wipe();
        Limbs.wipe(recoded);
    }

    /** sum = j·G + k·P for public numbers. */
    static void sumPublic(Accumulator sum, long[] j, long[] k, AffinePoint point) {
        sumPublic(sum, j, k, point, EmittedPoints.isAvailable());
    }

    /** The same with emitted code, or without. */
    static void sumPublic(Accumulator sum, long[] j, long[] k, AffinePoint point, boolean emitted) {
        byte[] ofPoint = new byte[SPARSE_DIGITS];
        int top = sparse(ofPoint, k, POINT_DIGIT_BITS);
        short[] ofGenerator = new short[SPARSE_DIGITS];
        top = Math.max(top, sparse(ofGenerator, j, GENERATOR_DIGIT_BITS));
        if (emitted) {
            EmittedPoints.sumPublic(sum, ofGenerator, ofPoint, top, point, 1 << POINT_DIGIT_BITS - 2);
        } else {
            sumPlain(sum, ofGenerator, ofPoint, top, point);
        }
    }

    /** In plain Java, from sparse digits. */
    private static void sumPlain(Accumulator sum, short[] ofGenerator, byte[] ofPoint, int top, AffinePoint point) {
        JacobianEntry[] table = new JacobianEntry[1 << POINT_DIGIT_BITS - 2];
        Accumulator[] multiples = oddMultiples(point, table.length);
        for (int i = 0; i < table.length; i++) {
            table[i] = new JacobianEntry();
            table[i].set(multiples[i]);
        }
        long[] x = new long[LIMBS];
        long[] y = new long[LIMBS];
        sum.infinity = -1;
        for (int i = top; i >= 0; i--) {
            if (sum.infinity == 0) {
                sum.twice();
            }
            int digit = ofPoint[i];
            if (digit != 0) {
                JacobianEntry entry = table[Math.abs(digit) >> 1];
                entry.negateWhere(digit >> 31);
                sum.addPublic(entry);
                entry.negateWhere(digit >> 31);
            }
            digit = ofGenerator[i];
            if (digit != 0) {
                int at = (Math.abs(digit) >> 1) * 2 * LIMBS;
                System.arraycopy(Generator.ODD, at, x, 0, LIMBS);
                System.arraycopy(Generator.ODD, at + LIMBS, y, 0, LIMBS);
                Field.negate(y, digit >> 31);
                sum.addPublic(x, y);
            }
        }
    }

    /** Writes a number's non-adjacent form with odd digits of the given width; returns the highest place used. */
    private static int sparse(byte[] digits, long[] number, int width) {
        short[] wide = new short[digits.length];
        int top = sparse(wide, number, width);
        for (int i = 0; i <= top; i++) {
            digits[i] = (byte) wide[i];
        }
        return top;
    }

    private static int sparse(short[] digits, long[] number, int width) {
        long carry = 0;
        int top = 0;
        for (int i = 0; i < digits.length; ) {
            if (bits(number, i, 1) == carry) {
                i++;
                continue;
            }
            int digit = (int) (bits(number, i, width) + carry);
            carry = digit >> width - 1;
            digits[i] = (short) (digit - (carry << width));
            top = i;
            i += width;
        }
        return top;
    }

    /** Bits of a number from a place on; zero beyond its end. */
    private static long bits(long[] number, int from, int count) {
        int limb = from / Field.LIMB_BITS;
        int shift = from % Field.LIMB_BITS;
        long value = number[limb] >>> shift;
        if (shift + count > Field.LIMB_BITS && limb + 1 < LIMBS) {
            value |= number[limb + 1] << Field.LIMB_BITS - shift;
        }
        return value & (1L << count) - 1;
    }
}
