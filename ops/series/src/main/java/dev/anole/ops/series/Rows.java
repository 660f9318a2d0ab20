package dev.anole.ops.series;

import java.util.Arrays;

/**
 * The rows of one series: for each what was least, greatest and in the mean of the samples it stands for, and how many
 * they were. A count of zero is a gap. A sample itself is a row of count one. Reused from series to series.
 */
final class Rows {
    int size;
    double[] min = {};
    double[] max = {};
    double[] mean = {};
    int[] count = {};

    /** Makes every one of {@code size} rows a gap. */
    void clear(int size) {
        this.size = size;
        if (min.length < size) {
            min = new double[size];
            max = new double[size];
            mean = new double[size];
            count = new int[size];
        }
        Arrays.fill(count, 0, size, 0);
    }

    void sample(int row, double value) {
        min[row] = value;
        max[row] = value;
        mean[row] = value;
        count[row] = 1;
    }

    /** Joins another row to this one: means are weighted by their counts. */
    void join(int row, Rows other, int from) {
        if (count[row] == 0) {
            min[row] = other.min[from];
            max[row] = other.max[from];
            mean[row] = other.mean[from];
            count[row] = other.count[from];
            return;
        }
        min[row] = Math.min(min[row], other.min[from]);
        max[row] = Math.max(max[row], other.max[from]);
        int total = count[row] + other.count[from];
        mean[row] += (other.mean[from] - mean[row]) * other.count[from] / total;
        count[row] = total;
    }

    boolean isGap(int row) {
        return count[row] == 0;
    }

    int present() {
        int present = 0;
        for (int i = 0; i < size; i++) {
            present += count[i] == 0 ? 0 : 1;
        }
        return present;
    }
}
