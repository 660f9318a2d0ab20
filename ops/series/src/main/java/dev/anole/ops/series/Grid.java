package dev.anole.ops.series;

import java.util.Arrays;

/**
 * One line of a chart while its rows come in, newest block first. A point without a sample is a gap, with one exception: at
 * the finest step a sample a little late skips a point, which is filled when its neighbours are less than
 * {@value #LATE_PERCENT} % of a step apart.
 */
final class Grid {
    /** A timer that is late by less than half a step has not missed a sample. */
    private static final long LATE_PERCENT = 150;

    private final long startMillis;
    private final long stepMillis;
    private final long sampleMillis;
    private final Rows points = new Rows();
    /** When the samples of each point begin and end; of use at the finest step only. */
    private final long[] first;
    private final long[] last;

    /** @param sampleMillis the finest step of the store */
    Grid(long startMillis, long stepMillis, int size, long sampleMillis) {
        this.startMillis = startMillis;
        this.stepMillis = stepMillis;
        this.sampleMillis = sampleMillis;
        points.clear(size);
        int timed = stepMillis < 2 * sampleMillis ? size : 0;
        first = new long[timed];
        last = new long[timed];
        Arrays.fill(first, Long.MAX_VALUE);
        Arrays.fill(last, Long.MIN_VALUE);
    }

    void add(long millis, Rows rows, int row) {
        int point = (int) Math.floorDiv(millis - startMillis, stepMillis);
        points.join(point, rows, row);
        if (first.length > 0) {
            first[point] = Math.min(first[point], millis);
            last[point] = Math.max(last[point], millis);
        }
    }

    /** The finished line. */
    Chart.Line toLine(SeriesId id) {
        for (int i = 1; i < first.length - 1; i++) {
            if (points.isGap(i) && !points.isGap(i - 1) && !points.isGap(i + 1)
                && (first[i + 1] - last[i - 1]) * 100 < sampleMillis * LATE_PERCENT) {
                points.join(i, points, i + 1);
                first[i] = first[i + 1];
                last[i] = first[i + 1];
            }
        }
        return new Chart.Line(id, line(points.min), line(points.mean), line(points.max));
    }

    private double[] line(double[] values) {
        double[] line = Arrays.copyOf(values, points.size);
        for (int i = 0; i < line.length; i++) {
            if (points.isGap(i)) {
                line[i] = Double.NaN;
            }
        }
        return line;
    }
}
