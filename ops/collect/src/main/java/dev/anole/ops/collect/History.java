package dev.anole.ops.collect;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The last minutes of the series that are about the whole host, in memory, for sentences such as "what waits". Bounded:
 * 15 minutes of 260 series are 0.9 MB. Whoever wants more keeps it on disk.
 */
public final class History {
    private final int capacity;
    private final long[] nanos;
    private final Map<String, float[]> rows = new HashMap<>();
    private int next;
    private int size;

    History(Duration span, Duration every) {
        this.capacity = (int) Math.max(2, span.dividedBy(every));
        this.nanos = new long[capacity];
    }

    synchronized void add(Sample sample, Tick tick) {
        for (float[] row : rows.values()) {
            row[next] = Float.NaN;
        }
        for (Metric metric : Metrics.all()) {
            if (metric.label().isEmpty()) {
                double value = sample.value(metric.id());
                if (!Double.isNaN(value)) {
                    row(metric.id())[next] = (float) value;
                }
            }
        }
        nanos[next] = tick.nanos();
        next = (next + 1) % capacity;
        size = Math.min(size + 1, capacity);
    }

    /** The mean of a series over the last time; not a number where nothing was measured. */
    public synchronized double mean(String series, Duration last) {
        float[] row = rows.get(series);
        if (row == null) {
            return Double.NaN;
        }
        double sum = 0;
        int count = 0;
        for (int back = 0; back < size; back++) {
            int at = at(back);
            if (nanos[at(0)] - nanos[at] >= last.toNanos()) {
                break;
            }
            if (!Float.isNaN(row[at])) {
                sum += row[at];
                count++;
            }
        }
        return count == 0 ? Double.NaN : sum / count;
    }

    /** How far back it goes now. */
    public synchronized Duration span() {
        return size == 0 ? Duration.ZERO : Duration.ofNanos(nanos[at(0)] - nanos[at(size - 1)]);
    }

    /** How many samples it holds at most. */
    public int capacity() {
        return capacity;
    }

    private int at(int back) {
        return Math.floorMod(next - 1 - back, capacity);
    }

    private float[] row(String id) {
        float[] row = rows.get(id);
        if (row == null) {
            row = new float[capacity];
            Arrays.fill(row, Float.NaN);
            rows.put(id, row);
        }
        return row;
    }
}
