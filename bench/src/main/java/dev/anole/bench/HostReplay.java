package dev.anole.bench;

import dev.anole.ops.series.Batch;
import dev.anole.ops.series.SeriesId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * A recording of a real host's {@code /proc} (its format is told in the series room's {@code HostRecorder}), replayed for as long as
 * is wanted, in several copies out of step. Counters become rates, and are
 * rounded as the console rounds what it records.
 */
final class HostReplay {
    private static final String MAGIC = "anole-host-recording 1";
    /** Copies lag each other by this many rows, so that they are not all alike. */
    private static final int LAG = 211;
    private static final int SIGNIFICANT_DIGITS = 5;

    private final long[] times;
    private final int copies;
    private final List<SeriesId> ids = new ArrayList<>();
    private final List<double[]> columns = new ArrayList<>();

    private HostReplay(long[] times, int copies) {
        this.times = times;
        this.copies = copies;
    }

    static HostReplay load(Path file, int copies) throws IOException {
        try (var in = new BufferedReader(new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.US_ASCII))) {
            if (!MAGIC.equals(in.readLine())) {
                throw new IOException(file + ": not a recording of a host; make one with HostRecorder");
            }
            var replay = new HostReplay(sums(in.readLine().split(" "), 1), copies);
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                replay.add(line.split(" "));
            }
            return replay;
        }
    }

    private void add(String[] fields) {
        boolean counter = fields[0].equals("counter");
        double units = Math.pow(10, Integer.parseInt(fields[2]));
        long[] raw = sums(fields, 3);
        var column = new double[times.length - 1];
        for (int i = 0; i < column.length; i++) {
            column[i] = counter ? (raw[i + 1] - raw[i]) * 1000.0 / (times[i + 1] - times[i]) : raw[i + 1] / units;
        }
        var id = SeriesId.parse(fields[1]);
        for (int copy = 0; copy < copies; copy++) {
            ids.add(SeriesId.of(id.metric(), id.labels() + "#" + copy));
        }
        columns.add(column);
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

    /** When a row was measured: the recorded jitter, in a second that goes on for ever. */
    long millis(long start, int row) {
        return start + row * 1000L + (times[row % (times.length - 1) + 1] - times[0]) % 1000;
    }

    void fill(Batch batch, int row) {
        batch.clear();
        for (int i = 0; i < ids.size(); i++) {
            double[] column = columns.get(i / copies);
            batch.addSignificant(ids.get(i), column[(row + i % copies * LAG) % column.length], SIGNIFICANT_DIGITS);
        }
    }
}
