package dev.anole.ops.series;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Coarser tiers say what the samples said, compared with adding them up one by one. */
class RollUpTest {
    private static final long START = SeriesStoreTest.START;
    private static final int SERIES = 4;
    /** Means are rounded once in each of two tiers, each time to this part of their band. */
    private static final double MEAN_ERROR = 2.0 / Chunk.MEAN_ERROR_PARTS * 1.001;

    @TempDir
    Path directory;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    /** A sample, as the naive side remembers it. */
    private record Sample(long millis, double value) {
    }

    @Test
    void everyTierAgreesWithAddingUpTheSamples() {
        System.out.println("everyTierAgreesWithAddingUpTheSamples: seed " + seed);
        var samples = new ArrayList<List<Sample>>();
        for (int i = 0; i < SERIES; i++) {
            samples.add(new ArrayList<>());
        }
        int rows = 3000;
        try (var store = SeriesStore.open(directory, SmallTiers.settings())) {
            var batch = new Batch();
            long millis = START;
            for (int row = 0; row < rows; row++) {
                // A jittery timer, now and then a hole, once a long one.
                millis = Math.max(millis + 1, START + row * 1000L + random.nextInt(400) + (row > 2000 ? 200_000 : 0));
                batch.clear();
                for (int i = 0; i < SERIES; i++) {
                    if (random.nextInt(20) > 0 && row % 100 > 4) {
                        double value = value(i, row);
                        batch.add(SeriesId.of("series", "" + i), value);
                        samples.get(i).add(new Sample(millis, value));
                    }
                }
                store.append(millis, batch);
            }
            store.upkeep();
            assertTrue(store.stats().tiers().stream().allMatch(tier -> tier.blocks() > 3), "all tiers have blocks");
            long end = millis + 1;
            for (long step : new long[] {30_000, 60_000, 300_000}) {
                var chart = store.range(Selection.prefix("series"), START, end, (int) ((end - START) / step + 1));
                assertEquals(step, chart.stepMillis());
                assertEquals(SERIES, chart.lines().size());
                for (int i = 0; i < SERIES; i++) {
                    compare(samples.get(i), chart, chart.lines().get(i));
                }
            }
        }
    }

    private double value(int series, int row) {
        return switch (series) {
            case 0 -> random.nextInt(100);
            case 1 -> Decimals.round(random.nextGaussian() * 50, 2) + 0.0;
            case 2 -> row % 200 == 0 ? 1e6 : 0;
            default -> 42;
        };
    }

    private static void compare(List<Sample> samples, Chart chart, Chart.Line line) {
        var naive = samples.stream().collect(Collectors.groupingBy(
            sample -> (int) ((sample.millis() - chart.startMillis()) / chart.stepMillis()), Collectors.summarizingDouble(Sample::value)));
        for (int point = 0; point < chart.points(); point++) {
            var expected = naive.get(point);
            String where = line.id() + " at " + point + " of " + chart.stepMillis();
            if (expected == null) {
                assertTrue(Double.isNaN(line.min()[point]) && Double.isNaN(line.mean()[point]) && Double.isNaN(line.max()[point]), where);
            } else {
                assertEquals(expected.getMin(), line.min()[point], where);
                assertEquals(expected.getMax(), line.max()[point], where);
                double band = expected.getMax() - expected.getMin();
                assertEquals(expected.getAverage(), line.mean()[point], band * MEAN_ERROR + 1e-9 * Math.abs(expected.getAverage()), where);
            }
        }
    }

    @Test
    void quotientsAreExactInTheFinestTierAndRoundedToFiveDigitsInCoarserOnes() {
        try (var store = SeriesStore.open(directory, SmallTiers.settings())) {
            for (int row = 0; row < 700; row++) {
                store.append(START + row * 1000L, new Batch().add(SeriesId.of("quotient"), 1 + row / 3.0));
            }
            store.upkeep();
            var fine = store.range(Selection.prefix("quotient"), START + 699_000, START + 700_000, 1).lines().getFirst();
            assertEquals(1 + 699 / 3.0, fine.max()[0]);
            var coarse = store.range(Selection.prefix("quotient"), START, START + 30_000, 1).lines().getFirst();
            assertEquals(10.667, coarse.max()[0], "1 + 29/3 to five digits");
        }
    }

    @Test
    void ofTooManySeriesThoseWithTheMostRowsStay() throws IOException {
        var blocks = new ArrayList<Block>();
        for (int b = 0; b < 3; b++) {
            var out = new BlockWriter(new MemorySink());
            var ones = new int[10];
            Arrays.fill(ones, 1);
            int first = b * 10;
            out.rows(false, IntStream.range(0, 10).mapToLong(i -> START + (first + i) * 1000L).toArray(), ones, 10);
            // Five that stay, and in each block five that come only once.
            for (String name : IntStream.range(0, 10).mapToObj(i -> i < 5 ? "a" + i : "b" + i + first).sorted().toList()) {
                var rows = new Rows();
                rows.clear(10);
                for (int i = 0; i < 10; i++) {
                    rows.sample(i, i);
                }
                out.series(SeriesId.of(name).utf8(), rows);
            }
            blocks.add(out.finish(1000, b, b, START + first * 1000L, START + first * 1000L + 9000));
        }
        var merged = new RollUp(10_000, 7, (_, e) -> {
            throw e;
        }).merge(blocks, new MemorySink()).orElseThrow();
        var names = new ArrayList<String>();
        try (var reader = merged.open()) {
            var index = reader.index();
            while (index.next()) {
                names.add(index.id().toString());
            }
        }
        assertEquals(7, names.size());
        assertEquals(List.of("a0", "a1", "a2", "a3", "a4"), names.subList(0, 5));
        assertEquals(0, merged.header().firstSequence());
        assertEquals(2, merged.header().lastSequence());
    }
}
