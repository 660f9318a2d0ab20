package dev.anole.ops.series;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the store promises in numbers, on what a real host reported. */
class BudgetTest {
    private static final long START = SeriesStoreTest.START;
    private static final double MAX_BYTES_PER_POINT = 2;
    private static final long MAX_HEAP_BYTES = 8 << 20;
    private static final int DAY = 86_400;

    @TempDir
    Path directory;

    @Test
    void aDayOfARealHostTakesLessThanTwoBytesAPointInEveryTier() throws IOException {
        var recording = HostRecording.load();
        int rows = DAY + 3600;
        try (var store = SeriesStore.open(directory, Settings.defaults())) {
            var batch = new Batch();
            for (int row = 0; row < rows; row++) {
                recording.fill(batch, row);
                store.append(recording.millis(START, row), batch);
            }
            store.upkeep();
            var stats = store.stats();
            long moving = IntStream.range(0, recording.series()).filter(recording::moves).count();
            System.out.printf(Locale.ROOT, "%d series of a real host, of which %d move, for 25 hours: %.3f bytes/point%n", recording.series(), moving,
                stats.bytesPerPoint());
            for (var tier : stats.tiers()) {
                double perPoint = (double) tier.bytes() / tier.points();
                System.out.printf(Locale.ROOT, "  %s: %d blocks, %d points, %d bytes, %.3f bytes/point, %.3f if only moving series counted%n",
                    tier.tier().step(), tier.blocks(), tier.points(), tier.bytes(), perPoint, perPoint * recording.series() / moving);
                assertTrue(tier.blocks() > 0 && perPoint <= MAX_BYTES_PER_POINT, tier.tier().step() + " takes " + perPoint);
            }
            assertTrue(stats.bytesPerPoint() <= MAX_BYTES_PER_POINT);
            var cpu = Selection.of(SeriesId.of("cpu.user", "cpu"), SeriesId.of("cpu.system", "cpu"), SeriesId.of("cpu.iowait", "cpu"),
                SeriesId.of("memory.MemFree"), SeriesId.of("net.rx.bytes", "eth0"), SeriesId.of("disk.write.sectors", "vda"));
            long to = START + rows * 1000L;
            for (int i = 0; i < 3; i++) {
                long before = System.nanoTime();
                var chart = store.range(cpu, to - DAY * 1000L, to, 1000);
                System.out.printf(Locale.ROOT, "  24 h of %d series in %d points: %.1f ms%n", chart.lines().size(), chart.points(),
                    (System.nanoTime() - before) / 1e6);
                assertEquals(6, chart.lines().size());
            }
            checkLastMinutes(store, recording, rows);
        }
    }

    /** The figures are worth nothing if the values are not the ones recorded. */
    private static void checkLastMinutes(SeriesStore store, HostRecording recording, int rows) {
        int first = rows - 1800;
        for (int series = 0; series < recording.series(); series++) {
            var chart = store.range(Selection.of(recording.id(series)), START + first * 1000L, START + rows * 1000L, 1800);
            assertEquals(1000, chart.stepMillis());
            for (int row = first; row < rows; row++) {
                assertEquals(recording.value(series, row), chart.lines().getFirst().max()[row - first], recording.id(series) + " row " + row);
            }
        }
    }

    @Test
    void fifteenHundredLiveSeriesStayWithinEightMegabytes() throws IOException {
        var recording = HostRecording.load();
        var ids = new SeriesId[4][recording.series()];
        for (int copy = 0; copy < 4; copy++) {
            for (int i = 0; i < recording.series(); i++) {
                ids[copy][i] = SeriesId.of(recording.id(i).metric(), recording.id(i).labels() + "#" + copy);
            }
        }
        var batch = new Batch();
        fill(batch, recording, ids, 0);
        long before = heapUsed();
        try (var store = SeriesStore.open(directory, Settings.defaults())) {
            long most = 0;
            for (int row = 0; row < 4500; row++) {
                fill(batch, recording, ids, row);
                store.append(recording.millis(START, row), batch);
                // Just before a segment ends, just after, and in between, with and without what waits having been sealed.
                if (row % 300 == 299 || row % 487 == 0) {
                    most = Math.max(most, heapUsed() - before);
                    store.upkeep();
                }
            }
            var stats = store.stats();
            System.out.printf(Locale.ROOT, "%d live series: at most %.2f MB on the heap, %.2f MB held as the store counts it%n", stats.liveSeries(),
                most / 1e6, stats.heldBytes() / 1e6);
            assertEquals(4 * recording.series(), stats.liveSeries());
            assertTrue(most <= MAX_HEAP_BYTES, most + " bytes");
        }
    }

    private static void fill(Batch batch, HostRecording recording, SeriesId[][] ids, int row) {
        batch.clear();
        for (int copy = 0; copy < ids.length; copy++) {
            for (int i = 0; i < recording.series(); i++) {
                // Copies are out of step, so that they are not all alike.
                batch.add(ids[copy][i], recording.value(i, row + copy * 211L));
            }
        }
    }

    /** What is reachable: the least of a few looks, each after a collection. */
    private static long heapUsed() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            least = Math.min(least, Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        }
        return least;
    }
}
