package dev.anole.ops.series;

import java.util.Arrays;

/**
 * What one series has in one block.
 *
 * <pre>
 * u8      flags: {@value #GAPS} it has gaps, {@value #PARTIAL} some rows stand for fewer samples than the block says,
 *                {@value #FLAT} least = greatest everywhere (summaries only)
 * varint… runs of rows, present and absent by turns until all are named (with gaps only)
 * integers the samples missing from each row present (partial only)
 * values  one a row present: samples, or summaries that are flat
 *   or a pair: least and greatest, then
 * integers the mean, in {@value #MEAN_PARTS}ths of the way from least to greatest, for rows where they differ
 * u32     CRC32C of all above
 * </pre>
 *
 * <p>Least and greatest are samples and stay exact, so a spike of one second has its height in the chart of a month. The
 * mean needs no more than its place between the two: its error is at most 1/{@value #MEAN_ERROR_PARTS} of that band, which
 * no chart that draws the band can show, and it costs seven bits at most, none where nothing moved.
 */
final class Chunk {
    private static final int GAPS = 1;
    private static final int PARTIAL = 2;
    private static final int FLAT = 4;
    static final int MEAN_PARTS = 127;
    static final int MEAN_ERROR_PARTS = 2 * MEAN_PARTS;

    private final ValueColumn values = new ValueColumn();
    private final IntegerColumn integers = new IntegerColumn();
    private double[] low = {};
    private double[] high = {};
    private long[] numbers = {};

    private void reserve(int size) {
        if (low.length < size) {
            low = new double[size];
            high = new double[size];
            numbers = new long[size];
        }
    }

    /**
     * @param rows at least one of which is no gap
     * @param rowSamples how many samples each row of the block stands for
     */
    void write(PackWriter out, boolean summaries, Rows rows, int[] rowSamples) {
        reserve(rows.size);
        int start = out.size();
        int present = 0;
        boolean partial = false;
        boolean flat = true;
        for (int i = 0; i < rows.size; i++) {
            if (!rows.isGap(i)) {
                low[present] = rows.min[i];
                high[present] = rows.max[i];
                numbers[present] = rowSamples[i] - rows.count[i];
                partial |= numbers[present] != 0;
                flat &= rows.min[i] == rows.max[i];
                present++;
            }
        }
        assert present > 0 && (summaries || flat && !partial);
        out.u8((present < rows.size ? GAPS : 0) | (partial ? PARTIAL : 0) | (summaries && flat ? FLAT : 0));
        if (present < rows.size) {
            writeRuns(out, rows);
        }
        if (partial) {
            integers.write(out, numbers, present);
        }
        if (flat) {
            values.write(out, low, present);
        } else {
            values.writePair(out, low, high, present);
            writeMeans(out, rows);
        }
        out.crc(start);
    }

    private static void writeRuns(PackWriter out, Rows rows) {
        boolean present = true;
        for (int i = 0; i < rows.size;) {
            int from = i;
            while (i < rows.size && rows.isGap(i) != present) {
                i++;
            }
            out.varint(i - from);
            present = !present;
        }
    }

    private void writeMeans(PackWriter out, Rows rows) {
        int size = 0;
        for (int i = 0; i < rows.size; i++) {
            if (!rows.isGap(i) && rows.min[i] != rows.max[i]) {
                // Halves keep the width of the widest band finite.
                double width = rows.max[i] / 2 - rows.min[i] / 2;
                double part = (rows.mean[i] / 2 - rows.min[i] / 2) / width;
                numbers[size++] = Math.clamp(Math.round(part * MEAN_PARTS), 0, MEAN_PARTS);
            }
        }
        integers.write(out, numbers, size);
    }

    /** Reads a whole chunk into rows, as many as {@code rowSamples} speaks of. */
    void read(PackReader in, boolean summaries, Rows rows, int[] rowSamples, int size) {
        reserve(size);
        rows.clear(size);
        int flags = in.u8();
        int present = (flags & GAPS) == 0 ? all(rows) : readRuns(in, rows);
        if (present == 0) {
            throw in.damage("a chunk of gaps only");
        }
        if ((flags & PARTIAL) != 0) {
            integers.read(in, numbers, present);
        }
        for (int i = 0, next = 0; i < size; i++) {
            if (!rows.isGap(i)) {
                long missing = (flags & PARTIAL) == 0 ? 0 : numbers[next];
                if (missing < 0 || missing >= rowSamples[i]) {
                    throw in.damage("a row lacks " + missing + " of " + rowSamples[i] + " samples");
                }
                rows.count[i] = rowSamples[i] - (int) missing;
                next++;
            }
        }
        boolean flat = !summaries || (flags & FLAT) != 0;
        if (flat) {
            values.read(in, low, present);
        } else {
            values.readPair(in, low, high, present);
        }
        for (int i = 0, next = 0; i < size; i++) {
            if (!rows.isGap(i)) {
                rows.min[i] = low[next];
                rows.max[i] = flat ? low[next] : high[next];
                rows.mean[i] = low[next];
                next++;
            }
        }
        if (!flat) {
            readMeans(in, rows);
        }
    }

    private void readMeans(PackReader in, Rows rows) {
        int size = 0;
        for (int i = 0; i < rows.size; i++) {
            if (!rows.isGap(i) && rows.min[i] > rows.max[i]) {
                throw in.damage("a least value above the greatest");
            }
            size += !rows.isGap(i) && rows.min[i] != rows.max[i] ? 1 : 0;
        }
        if (size == 0) {
            throw in.damage("a pair that is flat");
        }
        integers.read(in, numbers, size);
        for (int i = 0, next = 0; i < rows.size; i++) {
            if (!rows.isGap(i) && rows.min[i] != rows.max[i]) {
                long parts = numbers[next++];
                if (parts < 0 || parts > MEAN_PARTS) {
                    throw in.damage("a mean outside its band");
                }
                double part = (double) parts / MEAN_PARTS;
                rows.mean[i] = Math.clamp(rows.min[i] * (1 - part) + rows.max[i] * part, rows.min[i], rows.max[i]);
            }
        }
    }

    private static int all(Rows rows) {
        Arrays.fill(rows.count, 0, rows.size, 1);
        return rows.size;
    }

    private static int readRuns(PackReader in, Rows rows) {
        boolean present = true;
        int total = 0;
        for (int i = 0; i < rows.size;) {
            int run = in.count(rows.size - i);
            if (run == 0 && i > 0) {
                throw in.damage("an empty run");
            }
            if (present) {
                Arrays.fill(rows.count, i, i + run, 1);
                total += run;
            }
            i += run;
            present = !present;
        }
        return total;
    }
}
