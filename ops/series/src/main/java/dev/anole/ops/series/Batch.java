package dev.anole.ops.series;

import java.util.Arrays;

/**
 * What was measured at one instant: values by series. Fill it, {@link SeriesStore#append append} it, {@link #clear()} it and
 * fill it again: a batch of a few thousand values, once a second, makes no garbage. Not for use by several threads at once.
 *
 * <p>Values are kept as they are, bit for bit. They are small on disk when they are whole or have few decimals; a quotient of
 * seventeen digits takes about eight bytes. {@link #add(SeriesId, double, int)} and {@link #addSignificant} round at the source, which
 * is the place that knows how good its measurement is.
 */
public final class Batch {
    private SeriesId[] ids = new SeriesId[64];
    private double[] values = new double[64];
    private int size;

    /** Makes an empty batch. */
    public Batch() {
    }

    /**
     * Adds a value. One that is not finite is no measurement and leaves a gap. Of two values for one series the later counts.
     *
     * @return this
     */
    public Batch add(SeriesId id, double value) {
        if (!Double.isFinite(value)) {
            return this;
        }
        if (size == ids.length) {
            ids = Arrays.copyOf(ids, 2 * size);
            values = Arrays.copyOf(values, 2 * size);
        }
        ids[size] = id;
        // Minus zero becomes zero, which is a whole number and takes no room.
        values[size++] = value + 0.0;
        return this;
    }

    /**
     * Adds a value rounded to so many decimals.
     *
     * @param decimals 0 to 15
     * @return this
     */
    public Batch add(SeriesId id, double value, int decimals) {
        if (decimals < 0 || decimals > Decimals.MAX_SCALE) {
            throw new IllegalArgumentException("decimals are 0 to " + Decimals.MAX_SCALE + ", not " + decimals);
        }
        return add(id, Decimals.round(value, decimals));
    }

    /**
     * Adds a value rounded to so many significant digits, for a rate of which the size is not known beforehand. Whole numbers stay
     * as they are, and nothing is rounded to less than a whole.
     *
     * @param digits 1 to 15
     * @return this
     */
    public Batch addSignificant(SeriesId id, double value, int digits) {
        if (digits < 1 || digits > Decimals.MAX_SCALE) {
            throw new IllegalArgumentException("significant digits are 1 to " + Decimals.MAX_SCALE + ", not " + digits);
        }
        return add(id, Decimals.significant(value, digits));
    }

    /** Forgets all values, keeps the room. */
    public void clear() {
        Arrays.fill(ids, 0, size, null);
        size = 0;
    }

    /** How many values have been added. */
    public int size() {
        return size;
    }

    SeriesId id(int index) {
        return ids[index];
    }

    double value(int index) {
        return values[index];
    }
}
