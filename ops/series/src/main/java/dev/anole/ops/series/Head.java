package dev.anole.ops.series;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * The newest rows of a segment, not coded yet: {@value #ROWS} doubles a series. Full, it becomes a block in memory,
 * ten times smaller, and starts again.
 */
final class Head {
    /** Rows until a block is made of them. */
    static final int ROWS = 60;

    private final SlotNames names;
    private final long[] times = new long[ROWS];
    private double[][] columns = {};
    private int rows;

    Head(SlotNames names) {
        this.names = names;
    }

    /** Adds a row: a value a slot, NaN where there is none. Returns how many there are. */
    int add(long millis, double[] row) {
        if (columns.length < names.size()) {
            int known = columns.length;
            columns = Arrays.copyOf(columns, Math.max(names.size(), known + known / 4));
            for (int i = known; i < columns.length; i++) {
                columns[i] = new double[ROWS];
                Arrays.fill(columns[i], Double.NaN);
            }
        }
        int size = names.size();
        int values = 0;
        for (int slot = 0; slot < size; slot++) {
            double value = row[slot];
            columns[slot][rows] = value;
            if (!Double.isNaN(value)) {
                values++;
            }
        }
        times[rows++] = millis;
        return values;
    }

    boolean isFull() {
        return rows == ROWS;
    }

    int rows() {
        return rows;
    }

    /** Forgets all rows. */
    void clear() {
        for (double[] column : columns) {
            Arrays.fill(column, Double.NaN);
        }
        rows = 0;
    }

    /** The value in the newest row; NaN where there is none. */
    double last(int slot) {
        return rows == 0 ? Double.NaN : columns[slot][rows - 1];
    }

    /** A block of the rows, with those series that are wanted; none where those have no values. */
    Optional<Block> toBlock(long stepMillis, long sequence, IntPredicate wanted) {
        if (rows == 0) {
            return Optional.empty();
        }
        try {
            var out = new BlockWriter(new MemorySink());
            var ones = new int[rows];
            Arrays.fill(ones, 1);
            out.rows(false, times, ones, rows);
            var column = new Rows();
            for (int slot : names.inOrder()) {
                if (wanted.test(slot)) {
                    column.clear(rows);
                    for (int row = 0; row < rows; row++) {
                        if (!Double.isNaN(columns[slot][row])) {
                            column.sample(row, columns[slot][row]);
                        }
                    }
                    out.series(names.utf8(slot), column);
                }
            }
            return out.isEmpty() ? Optional.empty() : Optional.of(out.finish(stepMillis, sequence, sequence, times[0], times[rows - 1]));
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail to be written", e);
        }
    }

    /** Bytes on the heap. */
    long heapBytes() {
        return columns.length * (8L * ROWS + 16 + 4);
    }
}
