package dev.anole.ops.series;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * A quarter of an hour of a real host, as {@link HostRecorder} saw it, turned into what a collector would report: gauges as they
 * are, counters as rates a second of five significant digits. Replayed again and again it makes any length of history, the same each time.
 */
final class HostRecording {
    private static final int SIGNIFICANT_DIGITS = 5;

    private final long[] times;
    private final List<SeriesId> ids = new ArrayList<>();
    private final List<double[]> values = new ArrayList<>();

    private HostRecording(long[] times) {
        this.times = times;
    }

    static HostRecording load() throws IOException {
        try (var in = new BufferedReader(new InputStreamReader(
            new GZIPInputStream(HostRecording.class.getResourceAsStream("host-15min.gz")), StandardCharsets.US_ASCII))) {
            if (!in.readLine().equals("anole-host-recording 1")) {
                throw new IOException("not a recording");
            }
            var recording = new HostRecording(sums(in.readLine().split(" "), 1));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                recording.add(line.split(" "));
            }
            return recording;
        }
    }

    private static long[] sums(String[] differences, int from) {
        var sums = new long[differences.length - from];
        long sum = 0;
        for (int i = 0; i < sums.length; i++) {
            sum += Long.parseLong(differences[from + i]);
            sums[i] = sum;
        }
        return sums;
    }

    private void add(String[] fields) {
        boolean counter = fields[0].equals("counter");
        int decimals = Integer.parseInt(fields[2]);
        long[] raw = sums(fields, 3);
        var column = new double[rows()];
        for (int i = 0; i < column.length; i++) {
            if (counter) {
                column[i] = Decimals.significant((raw[i + 1] - raw[i]) * 1000.0 / (times[i + 1] - times[i]), SIGNIFICANT_DIGITS);
            } else {
                column[i] = Decimals.value(raw[i + 1], decimals);
            }
        }
        ids.add(SeriesId.parse(fields[1]));
        values.add(column);
    }

    /** Rows until the recording repeats. */
    int rows() {
        return times.length - 1;
    }

    int series() {
        return ids.size();
    }

    SeriesId id(int series) {
        return ids.get(series);
    }

    double value(int series, long row) {
        return values.get(series)[(int) (row % rows())];
    }

    /** When a row was measured, counted from a start: the real jitter, in a second that goes on for ever. */
    long millis(long startMillis, long row) {
        int at = (int) (row % rows());
        return startMillis + row * 1000 + (times[at + 1] - times[0]) % 1000;
    }

    /** A row as a batch. */
    void fill(Batch batch, long row) {
        batch.clear();
        for (int i = 0; i < series(); i++) {
            batch.add(ids.get(i), value(i, row));
        }
    }

    /** Whether a series moved at all. */
    boolean moves(int series) {
        for (double value : values.get(series)) {
            if (value != values.get(series)[0]) {
                return true;
            }
        }
        return false;
    }
}
