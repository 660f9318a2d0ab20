package dev.anole.ops.collect;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Where samplers put their values, a slot a series. Slots are claimed once, when a device or group appears, and released
 * when it has gone, so that a sample itself makes no objects. The board works out rates, and forgets values that nobody
 * has renewed: a source that goes away leaves a gap.
 *
 * <p>A counter that goes backwards (it wrapped, or its device was replaced) gives a gap and not a spike.
 */
final class Board {
    /** More series than this are refused and counted: 64 cores, 100 disks and 200 groups fit. */
    static final int SERIES_MAX = 8192;
    /** The slot of a series that was refused; putting values there does nothing. */
    static final int NONE = -1;

    private static final int SLOTS_AT_FIRST = 256;
    /** A value that is read every n seconds may be half a period late before it counts as gone. */
    private static final double LATE = 1.5;

    private Metric[] metrics = new Metric[SLOTS_AT_FIRST];
    private String[] labels = new String[SLOTS_AT_FIRST];
    private double[] values = new double[SLOTS_AT_FIRST];
    private double[] totals = new double[SLOTS_AT_FIRST];
    private long[] counters = new long[SLOTS_AT_FIRST];
    private long[] seenNanos = new long[SLOTS_AT_FIRST];
    private boolean[] seen = new boolean[SLOTS_AT_FIRST];
    private int used;
    private int[] released = new int[SLOTS_AT_FIRST];
    private int releasedCount;
    private long refused;
    private Tick tick = new Tick(java.time.Instant.EPOCH, 0);
    private SeriesLayout layout = SeriesLayout.EMPTY;
    private boolean layoutChanged;

    /** A slot for a metric with one series. */
    int claim(Metric metric) {
        return claim(metric, "");
    }

    /** A slot for one of a metric's series; {@link #NONE} when the board is full. */
    int claim(Metric metric, String label) {
        int slot;
        if (releasedCount > 0) {
            slot = released[--releasedCount];
        } else if (used < SERIES_MAX) {
            slot = used++;
            if (slot == metrics.length) {
                grow();
            }
        } else {
            refused++;
            return NONE;
        }
        metrics[slot] = metric;
        labels[slot] = label;
        seen[slot] = false;
        values[slot] = Double.NaN;
        totals[slot] = Double.NaN;
        layoutChanged = true;
        return slot;
    }

    /** Gives a slot back. */
    void release(int slot) {
        if (slot == NONE) {
            return;
        }
        metrics[slot] = null;
        if (releasedCount == released.length) {
            released = Arrays.copyOf(released, 2 * releasedCount);
        }
        released[releasedCount++] = slot;
        layoutChanged = true;
    }

    /** Begins a sample. */
    void begin(Tick now) {
        tick = now;
    }

    /** Puts a value of this moment. */
    void level(int slot, double value) {
        if (slot != NONE) {
            values[slot] = value;
            seen[slot] = true;
            seenNanos[slot] = tick.nanos();
        }
    }

    /** Puts a counter; the value is what it gained per second, from the second time on. */
    void count(int slot, long counter) {
        if (slot == NONE) {
            return;
        }
        values[slot] = Double.NaN;
        if (seen[slot] && counter >= counters[slot]) {
            double seconds = tick.secondsSince(seenNanos[slot]);
            if (seconds > 0) {
                values[slot] = (counter - counters[slot]) * metrics[slot].scale() / seconds;
            }
        }
        totals[slot] = metrics[slot].total(counter);
        counters[slot] = counter;
        seen[slot] = true;
        seenNanos[slot] = tick.nanos();
    }

    /** Puts a value together with the counter that it was worked out from. */
    void share(int slot, double value, long counter) {
        if (slot != NONE) {
            level(slot, value);
            totals[slot] = metrics[slot].total(counter);
        }
    }

    /** What is on it now: the value of a slot, not a number where there is none. */
    double value(int slot) {
        return slot == NONE || !fresh(slot) ? Double.NaN : values[slot];
    }

    /** How often a series was refused because the board was full. */
    long refused() {
        return refused;
    }

    /** How many slots are taken. */
    int taken() {
        return used - releasedCount;
    }

    /** What is on it now, for good. */
    SeriesValues snapshot() {
        SeriesLayout current = layout();
        int[] slots = current.slots();
        double[] copy = new double[slots.length];
        for (int i = 0; i < slots.length; i++) {
            copy[i] = fresh(slots[i]) ? values[slots[i]] : Double.NaN;
        }
        return new SeriesValues(current, copy);
    }

    /** Each series with its value and, for a rate, its counter in base units; for exposition. */
    void forEach(Reader reader) {
        for (int slot = 0; slot < used; slot++) {
            if (metrics[slot] != null && fresh(slot)) {
                reader.read(metrics[slot], labels[slot], values[slot], totals[slot]);
            }
        }
    }

    /** Takes series one by one. */
    interface Reader {
        void read(Metric metric, String label, double value, double total);
    }

    private boolean fresh(int slot) {
        if (!seen[slot]) {
            return false;
        }
        int every = metrics[slot].everySeconds();
        return seenNanos[slot] == tick.nanos() || every > 1 && tick.secondsSince(seenNanos[slot]) <= every * LATE;
    }

    private SeriesLayout layout() {
        if (layoutChanged) {
            int count = taken();
            String[] keys = new String[count];
            int[] slots = new int[count];
            Map<String, Integer> index = HashMap.newHashMap(count);
            int i = 0;
            for (int slot = 0; slot < used; slot++) {
                if (metrics[slot] != null) {
                    keys[i] = labels[slot].isEmpty() ? metrics[slot].id() : metrics[slot].series(labels[slot]);
                    slots[i] = slot;
                    index.put(keys[i], i);
                    i++;
                }
            }
            layout = new SeriesLayout(keys, slots, index);
            layoutChanged = false;
        }
        return layout;
    }

    private void grow() {
        int size = Math.min(SERIES_MAX, 2 * metrics.length);
        metrics = Arrays.copyOf(metrics, size);
        labels = Arrays.copyOf(labels, size);
        values = Arrays.copyOf(values, size);
        totals = Arrays.copyOf(totals, size);
        counters = Arrays.copyOf(counters, size);
        seenNanos = Arrays.copyOf(seenNanos, size);
        seen = Arrays.copyOf(seen, size);
    }
}
