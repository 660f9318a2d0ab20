package dev.anole.ops.series;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A clock that jumps loses nothing, overwrites nothing and throws nothing away. */
class ClockJumpTest {
    private static final long START = SeriesStoreTest.START;
    private static final long YEAR = Duration.ofDays(365).toMillis();

    @TempDir
    Path directory;

    private static void append(SeriesStore store, long fromMillis, int rows, double value) {
        for (int row = 0; row < rows; row++) {
            store.append(fromMillis + row * 1000L, new Batch().add(SeriesId.of("a"), value));
        }
    }

    private static double[] means(SeriesStore store, long fromMillis, int points, int stepSeconds) {
        var chart = store.range(Selection.prefix("a"), fromMillis, fromMillis + points * stepSeconds * 1000L, points);
        assertEquals(stepSeconds * 1000L, chart.stepMillis());
        return chart.lines().getFirst().mean();
    }

    @Test
    void aStepBackWithinTheSlackKeepsTheOrder() {
        try (var store = SeriesStore.open(directory, SmallTiers.settings())) {
            append(store, START, 3, 1);
            assertEquals(START + 2001, store.append(START + 900, new Batch().add(SeriesId.of("a"), 2)).epochMillis());
            assertEquals(START + 2002, store.append(START + 2002, new Batch().add(SeriesId.of("a"), 3)).epochMillis());
            assertEquals(2, means(store, START, 3, 1)[2], "the point has the mean of 1, 2 and 3");
        }
    }

    @Test
    void afterAJumpBackTheNewerRowsAreShownAndTheOlderStay() {
        try (var store = SeriesStore.open(directory, SmallTiers.settings(Duration.ofHours(1), Duration.ofHours(2), Duration.ofHours(4)))) {
            append(store, START, 600, 1);
            append(store, START + 200_000, 100, 2);
            for (int pass = 0; pass < 2; pass++) {
                double[] means = means(store, START, 600, 1);
                for (int i = 0; i < 600; i++) {
                    assertEquals(i >= 200 && i < 300 ? 2 : 1, means[i], "second " + i + " in pass " + pass);
                }
                store.upkeep();
            }
            append(store, START + 300_000, 700, 3);
            store.upkeep();
            // The same from summaries: 600 s at 30 s.
            double[] means = means(store, START, 20, 30);
            for (int i = 0; i < 20; i++) {
                int second = i * 30;
                // In the bucket from 180 on both wrote: summaries cannot be taken apart, so the newer one is shown alone.
                double expected = second < 180 ? 1 : second < 300 ? 2 : 3;
                assertEquals(expected, means[i], 0.02, "second " + second);
            }
            assertTrue(store.stats().tiers().get(2).blocks() > 1);
            assertEquals(1400, store.stats().tiers().getFirst().points() + 10, 10, "every sample is on disk or in the log");
            assertTrue(store.stats().notices().stream().anyMatch(notice -> notice.sentence().contains("the clock went back by 399 s")));
        }
    }

    @Test
    void aLeapToAWrongYearAndBackCostsNoHistory() {
        try (var store = SeriesStore.open(directory, SmallTiers.settings())) {
            append(store, START, 700, 1);
            append(store, START + YEAR, 30, 9);
            append(store, START + 730_000, 300, 2);
            store.upkeep();
            double[] means = means(store, START, 34, 30);
            assertEquals(1, means[0]);
            assertEquals(1, means[22]);
            assertEquals(2, means[33]);
            assertEquals(9, means(store, START + YEAR, 1, 30)[0], "nor are the rows of the wrong year lost");
        }
    }

    @Test
    void aLeapThatStaysLetsThePastGo() {
        try (var store = SeriesStore.open(directory, SmallTiers.settings())) {
            append(store, START, 700, 1);
            append(store, START + YEAR, 1000, 2);
            store.upkeep();
            assertTrue(store.stats().oldestMillis().orElseThrow() >= START + YEAR);
        }
    }

    @Test
    void rowsOfAWrongFutureGoInTheirTurn() {
        try (var store = SeriesStore.open(directory, SmallTiers.settings())) {
            append(store, START + YEAR, 5, 9);
            append(store, START, 4800, 1);
            store.upkeep();
            var stats = store.stats();
            assertTrue(stats.tiers().stream().mapToLong(Stats.TierStats::rows).sum() < 1500, stats.toString());
            assertTrue(store.range(Selection.prefix("a"), START + YEAR, START + YEAR + 5000, 5).lines().isEmpty());
        }
    }

    @Test
    void aClockThatSwingsMakesManySmallBlocksButABoundedNumber() {
        try (var store = SeriesStore.open(directory, SmallTiers.settings(Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(1)))) {
            for (int i = 0; i < 400; i++) {
                append(store, START + (i % 2) * 100_000 + i * 10, 1, i);
            }
            store.upkeep();
            var stats = store.stats();
            assertTrue(stats.tiers().stream().allMatch(tier -> tier.blocks() <= Upkeep.MAX_BLOCKS), stats.toString());
            // The odd numbers, ten ms apart: the last second has those from 301 to 399.
            assertEquals(350, means(store, START + 100_000, 4, 1)[3]);
        }
    }
}
