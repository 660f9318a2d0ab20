package dev.anole.ops.series;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One appended row as the payload of a log record, small by what the row before it said. Series have slots, numbered as
 * they first come up in a log. Encoder and decoder go through the same states, so a log that has been read back is carried on.
 *
 * <pre>
 * signed  ms since the row before (the first: since 1970)
 * varint  new series; each: varint bytes, and they
 *   then, until every slot has been spoken for, a varint of which the lowest two bits say
 * 0       n &gt;&gt; 2 more slots, and this one, have the value they had last
 * 1       n &gt;&gt; 2 more slots, and this one, have none
 * 2       the value, as the slot's last one and n &gt;&gt; 2 (zigzag) units of 10^-scale
 * 3       n &gt;&gt; 2 is the slot's scale from here on: signed units follow; or {@value #RAW}: u64, the double itself
 * </pre>
 */
final class RowCodec {
    private static final int SAME = 0;
    private static final int NONE = 1;
    private static final int CHANGED = 2;
    private static final int ANEW = 3;
    private static final int RAW = 31;
    /** A slot whose last value is no decimal. */
    private static final byte NO_SCALE = -1;

    private final int maxSeries;
    private int slots;
    private double[] last = new double[64];
    private long[] units = new long[64];
    private byte[] scales = new byte[64];
    private double[] row = {};
    private long lastMillis;

    RowCodec(int maxSeries) {
        this.maxSeries = maxSeries;
    }

    /** Room for one row's values, a slot each, all of them NaN: absent. The row read last stands here too. */
    double[] clearRow(int size) {
        if (row.length < size) {
            row = new double[Math.max(size, 2 * row.length)];
        }
        Arrays.fill(row, 0, size, Double.NaN);
        return row;
    }

    double[] row() {
        return row;
    }

    private void grow(int size) {
        if (size > last.length) {
            int room = Math.max(size, 2 * last.length);
            last = Arrays.copyOf(last, room);
            units = Arrays.copyOf(units, room);
            scales = Arrays.copyOf(scales, room);
        }
        for (; slots < size; slots++) {
            // No value has been: the first is compared to zero, whole.
            last[slots] = 0;
        }
    }

    /**
     * Writes the values that stand in {@link #row()}.
     *
     * @param names of all slots; those that the log has not seen are written
     */
    void write(PackWriter out, long millis, SlotNames names) {
        out.signed(millis - lastMillis);
        lastMillis = millis;
        out.varint(names.size() - slots);
        for (int i = slots; i < names.size(); i++) {
            byte[] name = names.utf8(i);
            out.varint(name.length);
            out.bytes(name, 0, name.length);
        }
        grow(names.size());
        for (int i = 0; i < slots;) {
            int run = run(i);
            if (run > 0) {
                out.varint((long) (run - 1) << 2 | (Double.isNaN(row[i]) ? NONE : SAME));
                i += run;
            } else {
                writeValue(out, i, row[i]);
                i++;
            }
        }
    }

    /** How many slots from here on have their last value, or how many have none. */
    private int run(int from) {
        int i = from;
        if (Double.isNaN(row[from])) {
            while (i < slots && Double.isNaN(row[i])) {
                i++;
            }
        } else {
            while (i < slots && row[i] == last[i]) {
                i++;
            }
        }
        return i - from;
    }

    private void writeValue(PackWriter out, int slot, double value) {
        last[slot] = value;
        if (scales[slot] != NO_SCALE && Decimals.fits(value, scales[slot])) {
            long next = Decimals.units(value, scales[slot]);
            out.varint(PackWriter.zigzag(next - units[slot]) << 2 | CHANGED);
            units[slot] = next;
            return;
        }
        int scale = Decimals.scale(value, 0);
        scales[slot] = (byte) scale;
        if (scale < 0) {
            out.varint(RAW << 2 | ANEW);
            out.u64(Double.doubleToRawLongBits(value));
        } else {
            units[slot] = Decimals.units(value, scale);
            out.varint((long) scale << 2 | ANEW);
            out.signed(units[slot]);
        }
    }

    /**
     * Reads a row into {@link #row()} and adds new series to the names.
     *
     * @return the row's time in epoch ms
     */
    long read(PackReader in, SlotNames names) {
        lastMillis += in.signed();
        int added = in.count(maxSeries - slots);
        for (int i = 0; i < added; i++) {
            var name = new byte[in.count(SeriesId.MAX_BYTES)];
            in.bytes(name, 0, name.length);
            addName(in, names, name);
        }
        grow(names.size());
        clearRow(slots);
        for (int i = 0; i < slots;) {
            long token = in.varint();
            long argument = token >>> 2;
            switch ((int) token & 3) {
                case SAME, NONE -> {
                    if (argument >= slots - i) {
                        throw in.damage("a run passes the last series");
                    }
                    int end = i + (int) argument + 1;
                    for (; i < end; i++) {
                        row[i] = (token & 3) == SAME ? last[i] : Double.NaN;
                    }
                }
                case CHANGED -> {
                    if (scales[i] == NO_SCALE) {
                        throw in.damage("a difference to a value that is no decimal");
                    }
                    units[i] += PackReader.unzigzag(argument);
                    last[i] = Decimals.value(units[i], scales[i]);
                    row[i] = last[i];
                    i++;
                }
                default -> {
                    readAnew(in, i, argument);
                    row[i] = last[i];
                    i++;
                }
            }
        }
        if (in.remaining() != 0) {
            throw in.damage("bytes follow the last series");
        }
        return lastMillis;
    }

    private void readAnew(PackReader in, int slot, long scale) {
        if (scale == RAW) {
            scales[slot] = NO_SCALE;
            last[slot] = Double.longBitsToDouble(in.u64());
            if (!Double.isFinite(last[slot])) {
                throw in.damage("a value is not finite");
            }
        } else if (scale <= Decimals.MAX_SCALE) {
            scales[slot] = (byte) scale;
            units[slot] = in.signed();
            last[slot] = Decimals.value(units[slot], (int) scale);
        } else {
            throw in.damage("scale " + scale + " is above " + Decimals.MAX_SCALE);
        }
    }

    private static void addName(PackReader in, SlotNames names, byte[] name) {
        try {
            if (names.slot(SeriesId.ofUtf8(name, name.length)) != names.size() - 1) {
                throw in.damage("the series " + new String(name, StandardCharsets.UTF_8) + " comes up twice");
            }
        } catch (IllegalArgumentException e) {
            throw in.damage(e.getMessage());
        }
    }
}
