package dev.anole.ops.series;

/**
 * Doubles as whole numbers of {@code 10^-scale}. What a host reports is counted in ones, ticks or hundredths, so its doubles
 * are such numbers, and {@code units / 10^scale} gives back the very same double: both are exact (up to 2^53 and 10^22)
 * and IEEE 754 division rounds correctly.
 */
final class Decimals {
    static final int MAX_SCALE = 15;
    private static final double[] POWERS = new double[MAX_SCALE + 1];

    static {
        POWERS[0] = 1;
        for (int i = 1; i <= MAX_SCALE; i++) {
            POWERS[i] = POWERS[i - 1] * 10;
        }
    }

    private Decimals() {
    }

    static double value(long units, int scale) {
        return units / POWERS[scale];
    }

    /** The nearest number of units; exact only where {@link #fits}. */
    static long units(double value, int scale) {
        return (long) Math.rint(value * POWERS[scale]);
    }

    /** Whether this very double comes back from its units. */
    static boolean fits(double value, int scale) {
        double units = Math.rint(value * POWERS[scale]);
        return Math.abs(units) <= IntegerColumn.MAX && units / POWERS[scale] == value;
    }

    /** The smallest scale from {@code least} on that fits one value, or -1. */
    static int scale(double value, int least) {
        for (int scale = least; scale <= MAX_SCALE; scale++) {
            if (fits(value, scale)) {
                return scale;
            }
        }
        return -1;
    }

    /** The smallest scale from {@code least} on that fits every value, or -1. */
    static int scale(double[] values, int size, int least) {
        int scale = least;
        for (int i = 0; i < size; i++) {
            scale = scale(values[i], scale);
            if (scale < 0) {
                return -1;
            }
        }
        // A larger scale, found late, could push an early value above 2^53.
        for (int i = 0; i < size; i++) {
            if (!fits(values[i], scale)) {
                return -1;
            }
        }
        return scale;
    }

    /** A value rounded half to even to so many decimals, as far as a double has them. */
    static double round(double value, int decimals) {
        double units = Math.rint(value * POWERS[decimals]);
        return Math.abs(units) <= IntegerColumn.MAX ? units / POWERS[decimals] : value;
    }

    /** A value rounded to so many significant digits, but not to less than a whole. */
    static double significant(double value, int digits) {
        return Double.isFinite(value) && value != Math.rint(value)
            ? round(value, Math.clamp((long) digits - digitsBeforePoint(Math.abs(value)), 0, MAX_SCALE)) : value;
    }

    /**
     * Rounds values that share no scale to so many significant digits, fewer where the largest of them leaves no room
     * below 2^53. Values whose largest is above 10^15 are left as they are.
     */
    static void roundSignificant(double[] values, int size, int digits) {
        double largest = 0;
        for (int i = 0; i < size; i++) {
            largest = Math.max(largest, Math.abs(values[i]));
        }
        int room = MAX_SCALE - digitsBeforePoint(largest);
        if (room < 0) {
            return;
        }
        for (int i = 0; i < size; i++) {
            int decimals = Math.clamp((long) digits - digitsBeforePoint(Math.abs(values[i])), 0, room);
            values[i] = round(values[i], decimals);
        }
    }

    /** Digits before the decimal point; negative counts zeros after it. */
    private static int digitsBeforePoint(double magnitude) {
        return magnitude == 0 ? 0 : (int) Math.floor(Math.log10(magnitude)) + 1;
    }
}
