package dev.anole.ops.series;

import java.util.Arrays;

/**
 * A column of integers below 2^53 in size, coded as what the best of four predictors gets wrong.
 *
 * <pre>
 * u8      predictor: 0 constant, 1 floor, 2 mean, 3 last, 4 line
 * signed  first value
 *   and unless constant:
 * varint  divisor: the greatest common divisor of all differences to the first value; memory moves in pages,
 *         /proc/meminfo in KiB, a 100 Hz tick in hundredths, and none of those zeros need to be stored
 * signed  centre, in divisors from the first value (floor and mean only)
 * bits    {@link Residuals}, one a value from the first (floor, mean), second (last) or third (line) on
 * </pre>
 *
 * <p>Floor (residuals not signed) suits rates that rest at zero and rise, mean suits noise around a level,
 * last suits levels that wander, line suits counters. All of them are tried, and the one that seems to leave
 * the fewest bits is kept.
 */
final class IntegerColumn {
    private static final int CONSTANT = 0;
    private static final int FLOOR = 1;
    private static final int MEAN = 2;
    private static final int LAST = 3;
    private static final int LINE = 4;
    /** The first value that each predictor leaves to its residuals. */
    private static final int[] FIRST = {0, 0, 0, 1, 2};
    /** No value is above this: doubles count no further in ones. */
    static final long MAX = 1L << 53;

    private long[] steps = {};
    private long[] residuals = {};

    private void reserve(int size) {
        if (steps.length < size) {
            steps = new long[size];
            residuals = new long[size];
        }
    }

    /** Writes {@code size} values, at least one. */
    void write(PackWriter out, long[] values, int size) {
        reserve(size);
        long first = values[0];
        long divisor = 0;
        for (int i = 1; i < size && divisor != 1; i++) {
            divisor = gcd(Math.abs(values[i] - first), divisor);
        }
        if (divisor == 0) {
            out.u8(CONSTANT);
            out.signed(first);
            return;
        }
        for (int i = 0; i < size; i++) {
            steps[i] = (values[i] - first) / divisor;
        }
        int best = FLOOR;
        long least = Long.MAX_VALUE;
        for (int predictor = FLOOR; predictor <= LINE; predictor++) {
            predict(predictor, size);
            long cost = cost(size - FIRST[predictor]);
            if (cost < least) {
                least = cost;
                best = predictor;
            }
        }
        long centre = predict(best, size);
        out.u8(best);
        out.signed(first);
        out.varint(divisor);
        if (best != LAST) {
            out.signed(centre);
        }
        Residuals.write(out, residuals, size - FIRST[best]);
    }

    /** About how many bits the residuals would take; zeros, which come in runs, next to none. */
    private long cost(int size) {
        long eighths = 0;
        for (int i = 0; i < size; i++) {
            eighths += residuals[i] == 0 ? 3 : 8L * (65 - Long.numberOfLeadingZeros(residuals[i]));
        }
        return eighths;
    }

    /** Fills in the residuals of one predictor; returns its centre, or the line's second value. */
    private long predict(int predictor, int size) {
        switch (predictor) {
            case FLOOR -> {
                long floor = Long.MAX_VALUE;
                for (int i = 0; i < size; i++) {
                    floor = Math.min(floor, steps[i]);
                }
                for (int i = 0; i < size; i++) {
                    residuals[i] = steps[i] - floor;
                }
                return floor;
            }
            case MEAN -> {
                double sum = 0;
                for (int i = 0; i < size; i++) {
                    sum += steps[i];
                }
                long mean = Math.round(sum / size);
                for (int i = 0; i < size; i++) {
                    residuals[i] = PackWriter.zigzag(steps[i] - mean);
                }
                return mean;
            }
            case LAST -> {
                for (int i = 1; i < size; i++) {
                    residuals[i - 1] = PackWriter.zigzag(steps[i] - steps[i - 1]);
                }
                return 0;
            }
            default -> {
                for (int i = 2; i < size; i++) {
                    residuals[i - 2] = PackWriter.zigzag(steps[i] - 2 * steps[i - 1] + steps[i - 2]);
                }
                return steps[1];
            }
        }
    }

    /** Reads as many values as were written; each is at most {@link #MAX} in size. */
    void read(PackReader in, long[] values, int size) {
        reserve(size);
        int predictor = in.u8();
        long first = in.signed();
        if (predictor == CONSTANT) {
            Arrays.fill(values, 0, size, checked(in, first));
            return;
        }
        long divisor = in.varint();
        switch (predictor) {
            case FLOOR -> {
                long floor = in.signed();
                Residuals.read(in, residuals, size);
                for (int i = 0; i < size; i++) {
                    steps[i] = residuals[i] + floor;
                }
            }
            case MEAN -> {
                long mean = in.signed();
                Residuals.read(in, residuals, size);
                for (int i = 0; i < size; i++) {
                    steps[i] = PackReader.unzigzag(residuals[i]) + mean;
                }
            }
            case LAST -> {
                Residuals.read(in, residuals, size - 1);
                steps[0] = 0;
                for (int i = 1; i < size; i++) {
                    steps[i] = steps[i - 1] + PackReader.unzigzag(residuals[i - 1]);
                }
            }
            case LINE -> {
                if (size < 2) {
                    throw in.damage("a line of one value");
                }
                steps[0] = 0;
                steps[1] = in.signed();
                Residuals.read(in, residuals, size - 2);
                for (int i = 2; i < size; i++) {
                    steps[i] = 2 * steps[i - 1] - steps[i - 2] + PackReader.unzigzag(residuals[i - 2]);
                }
            }
            default -> throw in.damage("predictor " + predictor + " is not known");
        }
        for (int i = 0; i < size; i++) {
            values[i] = checked(in, first + steps[i] * divisor);
        }
    }

    private static long checked(PackReader in, long value) {
        if (value > MAX || value < -MAX) {
            throw in.damage("the integer " + value + " is out of bounds");
        }
        return value;
    }

    private static long gcd(long a, long b) {
        long x = a;
        long y = b;
        while (y != 0) {
            long rest = x % y;
            x = y;
            y = rest;
        }
        return x;
    }
}
