package dev.anole.bench;

import dev.anole.ops.series.Batch;
import dev.anole.ops.series.Chart;
import dev.anole.ops.series.Selection;
import dev.anole.ops.series.SeriesId;
import dev.anole.ops.series.SeriesStore;
import dev.anole.ops.series.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/**
 * What the metrics store promises: 2 bytes a point, and a chart over 24 h in 100 ms, also the first one of a fresh process
 * with nothing in the page cache.
 * <pre>
 * java -cp … dev.anole.bench.SeriesBench [RECORDING [HOURS [COPIES]]]
 * </pre>
 * It replays a recording of a real host, by default the one that the store's own tests use, for 26 hours, in 4 copies that are
 * out of step (1,508 series), through the door that a collector uses. Ends with 1 where a bound is missed. A cold chart is judged by
 * its CPU time, which repeats on a shared machine; the clock's time and the load stand beside it.
 */
public final class SeriesBench {
    private static final long START = 1_800_000_000_000L;
    private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();
    private static final double MAX_BYTES_PER_POINT = 2;
    private static final double MAX_CHART_MILLIS = 100;
    private static final int COLD_STARTS = 5;
    private static final int WARM_CHARTS = 21;
    private static final int POINTS = 1000;
    private static final Selection SIX = Selection.of(SeriesId.of("cpu.user", "cpu#0"), SeriesId.of("cpu.system", "cpu#0"),
        SeriesId.of("cpu.iowait", "cpu#0"), SeriesId.of("memory.MemFree", "#1"), SeriesId.of("net.rx.bytes", "eth0#2"),
        SeriesId.of("disk.write.sectors", "vda#3"));

    private boolean missed;

    private SeriesBench() {
    }

    /** Runs all of it, or, as {@code cold DIRECTORY TO}, one chart in a process of its own. */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length == 3 && arguments[0].equals("cold")) {
            cold(Path.of(arguments[1]), Long.parseLong(arguments[2]));
            return;
        }
        Path recording = Path.of(arguments.length > 0 ? arguments[0] : "ops/series/src/test/resources/dev/anole/ops/series/host-15min.gz");
        int hours = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 26;
        int copies = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 4;
        Path directory = Files.createTempDirectory("anole-series-bench");
        var bench = new SeriesBench();
        try {
            bench.run(HostReplay.load(recording, copies), hours, directory);
        } finally {
            delete(directory);
        }
        System.exit(bench.missed ? 1 : 0);
    }

    private void run(HostReplay replay, int hours, Path directory) throws Exception {
        int rows = hours * 3600;
        long to = START + rows * 1000L;
        try (var store = SeriesStore.open(directory, Settings.defaults())) {
            append(store, replay, rows);
            disk(store);
            var millis = new double[WARM_CHARTS];
            for (int i = 0; i < WARM_CHARTS; i++) {
                millis[i] = millis(() -> chart(store, SIX, to));
            }
            print("24 h of 6 series in at most %d points, warm: %.1f ms median of %d, first %.1f ms%n", POINTS, median(millis), WARM_CHARTS, millis[0]);
            print("24 h of the %d series that begin with cpu., warm: %.1f ms%n", chart(store, Selection.prefix("cpu."), to).lines().size(),
                millis(() -> chart(store, Selection.prefix("cpu."), to)));
        }
        coldStarts(directory, to);
    }

    private static void append(SeriesStore store, HostReplay replay, int rows) {
        var batch = new Batch();
        var nanos = new long[rows];
        long cpuBefore = cpuMillis();
        for (int row = 0; row < rows; row++) {
            replay.fill(batch, row);
            long before = System.nanoTime();
            store.append(replay.millis(START, row), batch);
            nanos[row] = System.nanoTime() - before;
        }
        store.upkeep();
        store.upkeep();
        long cpu = cpuMillis() - cpuBefore;
        Arrays.sort(nanos);
        print("append of %d values: %.0f µs median, %.0f µs at 99 %%; with sealing, rolling up and the replay itself %.3f ms of CPU a row, that is"
            + " %.3f %% of a core at one row a second%n", batch.size(), nanos[rows / 2] / 1e3, nanos[rows / 100 * 99] / 1e3, (double) cpu / rows,
            cpu / 10.0 / rows);
    }

    private void disk(SeriesStore store) {
        var stats = store.stats();
        print("%d points in %.1f MB: %.3f bytes a point%s%n", stats.points(), stats.bytesOnDisk() / 1e6, stats.bytesPerPoint(),
            verdict(stats.bytesPerPoint(), MAX_BYTES_PER_POINT));
        for (var tier : stats.tiers()) {
            if (tier.points() > 0) {
                double perPoint = (double) tier.bytes() / tier.points();
                print("  every %s: %d blocks, %d points, %.3f bytes a point%s%n", tier.tier().step(), tier.blocks(), tier.points(), perPoint,
                    verdict(perPoint, MAX_BYTES_PER_POINT));
            }
        }
    }

    private static Chart chart(SeriesStore store, Selection selection, long to) {
        return store.range(selection, to - DAY_MILLIS, to, POINTS);
    }

    /** A new JVM and, where {@code dd} can drop them, no pages of the store in memory: the worst that a first chart can meet. */
    private void coldStarts(Path directory, long to) throws IOException, InterruptedException {
        var opened = new double[COLD_STARTS];
        var drawn = new double[COLD_STARTS];
        var drawnCpu = new double[COLD_STARTS];
        boolean dropped = true;
        for (int i = 0; i < COLD_STARTS; i++) {
            dropped &= dropPages(directory);
            var command = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC", "-Xmx64m", "-cp",
                System.getProperty("java.class.path"), SeriesBench.class.getName(), "cold", directory.toString(), Long.toString(to));
            var child = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
            String[] said = new String(child.getInputStream().readAllBytes()).strip().split(" ");
            child.waitFor();
            opened[i] = Double.parseDouble(said[0]);
            drawn[i] = Double.parseDouble(said[1]);
            drawnCpu[i] = Double.parseDouble(said[2]);
        }
        print("24 h of 6 series in a fresh JVM of 64 MB, %s: %.0f ms of CPU%s, %.0f ms by the clock (medians of %d, %.0f to"
            + " %.0f ms, load %.1f); opening the store before it took %.0f ms%n",
            dropped ? "store not in the page cache" : "store maybe in the page cache (dd could not drop it)", median(drawnCpu),
            verdict(median(drawnCpu), MAX_CHART_MILLIS), median(drawn), COLD_STARTS, Arrays.stream(drawn).min().orElseThrow(),
            Arrays.stream(drawn).max().orElseThrow(), ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(), median(opened));
    }

    private static void cold(Path directory, long to) throws Exception {
        long before = System.nanoTime();
        try (var store = SeriesStore.open(directory, Settings.defaults())) {
            double open = (System.nanoTime() - before) / 1e6;
            var threads = ManagementFactory.getThreadMXBean();
            long cpuBefore = threads.getCurrentThreadCpuTime();
            double chart = millis(() -> chart(store, SIX, to));
            System.out.printf(Locale.ROOT, "%f %f %f%n", open, chart, (threads.getCurrentThreadCpuTime() - cpuBefore) / 1e6);
        }
    }

    private static boolean dropPages(Path directory) throws IOException, InterruptedException {
        boolean dropped = true;
        for (Path file : list(directory)) {
            try {
                dropped &= new ProcessBuilder("dd", "if=" + file, "iflag=nocache", "count=0", "status=none").start().waitFor() == 0;
            } catch (IOException e) {
                return false;
            }
        }
        return dropped;
    }

    private static List<Path> list(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            return new ArrayList<>(files.filter(Files::isRegularFile).toList());
        }
    }

    private static void delete(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    private static double millis(Callable<?> work) throws Exception {
        long before = System.nanoTime();
        work.call();
        return (System.nanoTime() - before) / 1e6;
    }

    private static long cpuMillis() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toMillis();
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private String verdict(double value, double bound) {
        missed |= value > bound;
        return String.format(Locale.ROOT, value > bound ? " (above the bound of %.0f)" : " (bound %.0f)", bound);
    }

    private static void print(String format, Object... values) {
        System.out.printf(Locale.ROOT, format, values);
    }
}
