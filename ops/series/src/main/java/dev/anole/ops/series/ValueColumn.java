package dev.anole.ops.series;

/**
 * Columns of finite doubles, bit for bit.
 *
 * <pre>
 * u8      form: 0 to 15 = decimal with that scale, {@value #XOR} = exclusive or
 * decimal: an {@link IntegerColumn} of units of 10^-scale; a pair (low, high) has a second one of high - low
 * xor:     u64 the first double, then bits as in section 4.1.2 of the Gorilla paper; a pair has the second after the first
 * </pre>
 *
 * <p>Gorilla (Pelkonen et al., <i>Gorilla: A Fast, Scalable, In-Memory Time Series Database</i>, VLDB 2015) takes any double,
 * but a fixed-point number that moves by 0.01 changes most of its mantissa and costs 50 bits there. So it is only the
 * second choice, for quotients of seventeen digits.
 */
final class ValueColumn {
    private static final int XOR = 0xff;
    private static final int LEADING_BITS = 6;
    private static final int WIDTH_BITS = 6;
    /** A bit writer takes so many bits at once. */
    private static final int HALF = 32;

    private final IntegerColumn integers = new IntegerColumn();
    private long[] low = {};
    private long[] high = {};

    private void reserve(int size) {
        if (low.length < size) {
            low = new long[size];
            high = new long[size];
        }
    }

    void write(PackWriter out, double[] values, int size) {
        reserve(size);
        int scale = Decimals.scale(values, size, 0);
        if (scale < 0) {
            out.u8(XOR);
            writeXor(out, values, size);
            return;
        }
        out.u8(scale);
        units(values, low, size, scale);
        integers.write(out, low, size);
    }

    void read(PackReader in, double[] values, int size) {
        reserve(size);
        int form = form(in);
        if (form == XOR) {
            readXor(in, values, size);
            return;
        }
        integers.read(in, low, size);
        for (int i = 0; i < size; i++) {
            values[i] = Decimals.value(low[i], form);
        }
    }

    void writePair(PackWriter out, double[] lows, double[] highs, int size) {
        reserve(size);
        int scale = Decimals.scale(lows, size, 0);
        scale = scale < 0 ? -1 : Decimals.scale(highs, size, scale);
        scale = scale < 0 ? -1 : Decimals.scale(lows, size, scale);
        if (scale >= 0 && spread(lows, highs, size, scale)) {
            out.u8(scale);
            integers.write(out, low, size);
            integers.write(out, high, size);
        } else {
            out.u8(XOR);
            writeXor(out, lows, size);
            writeXor(out, highs, size);
        }
    }

    /** Turns a pair into units: the low ones, and how far the high ones lie above them. False where that leaves 2^53. */
    private boolean spread(double[] lows, double[] highs, int size, int scale) {
        units(lows, low, size, scale);
        units(highs, high, size, scale);
        for (int i = 0; i < size; i++) {
            high[i] -= low[i];
            if (high[i] > IntegerColumn.MAX) {
                return false;
            }
        }
        return true;
    }

    void readPair(PackReader in, double[] lows, double[] highs, int size) {
        reserve(size);
        int form = form(in);
        if (form == XOR) {
            readXor(in, lows, size);
            readXor(in, highs, size);
            return;
        }
        integers.read(in, low, size);
        integers.read(in, high, size);
        for (int i = 0; i < size; i++) {
            lows[i] = Decimals.value(low[i], form);
            highs[i] = Decimals.value(low[i] + high[i], form);
        }
    }

    private static int form(PackReader in) {
        int form = in.u8();
        if (form > Decimals.MAX_SCALE && form != XOR) {
            throw in.damage("form " + form + " of values is not known");
        }
        return form;
    }

    private static void units(double[] values, long[] units, int size, int scale) {
        for (int i = 0; i < size; i++) {
            units[i] = Decimals.units(values[i], scale);
        }
    }

    private static void writeXor(PackWriter out, double[] values, int size) {
        long last = Double.doubleToRawLongBits(values[0]);
        out.u64(last);
        int leading = 64;
        int width = 0;
        for (int i = 1; i < size; i++) {
            long next = Double.doubleToRawLongBits(values[i]);
            long difference = next ^ last;
            last = next;
            if (difference == 0) {
                out.bits(0, 1);
                continue;
            }
            int nextLeading = Long.numberOfLeadingZeros(difference);
            int trailing = Long.numberOfTrailingZeros(difference);
            if (nextLeading >= leading && trailing >= 64 - leading - width) {
                out.bits(0b01, 2);
            } else {
                leading = nextLeading;
                width = 64 - leading - trailing;
                out.bits(0b11, 2);
                out.bits(leading, LEADING_BITS);
                out.bits(width - 1, WIDTH_BITS);
            }
            long meaningful = difference >>> 64 - leading - width;
            out.bits(meaningful, Math.min(width, HALF));
            if (width > HALF) {
                out.bits(meaningful >>> HALF, width - HALF);
            }
        }
        out.align();
    }

    private static void readXor(PackReader in, double[] values, int size) {
        long last = in.u64();
        values[0] = finite(in, last);
        int leading = 0;
        int width = 0;
        for (int i = 1; i < size; i++) {
            if (in.bits(1) == 1) {
                if (in.bits(1) == 1) {
                    leading = (int) in.bits(LEADING_BITS);
                    width = (int) in.bits(WIDTH_BITS) + 1;
                    if (leading + width > 64) {
                        throw in.damage("a window of " + width + " bits after " + leading + " passes the end");
                    }
                }
                long meaningful = in.bits(Math.min(width, HALF));
                if (width > HALF) {
                    meaningful |= in.bits(width - HALF) << HALF;
                }
                last ^= width == 0 ? 0 : meaningful << 64 - leading - width;
            }
            values[i] = finite(in, last);
        }
        in.align();
    }

    private static double finite(PackReader in, long bits) {
        double value = Double.longBitsToDouble(bits);
        if (!Double.isFinite(value)) {
            throw in.damage("a value is not finite");
        }
        return value;
    }
}
