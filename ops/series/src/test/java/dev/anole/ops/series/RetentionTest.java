package dev.anole.ops.series;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is past its time goes, what is not stays, and nothing grows. */
class RetentionTest {
    private static final long START = SeriesStoreTest.START;

    @TempDir
    Path directory;

    @Test
    void eachTierKeepsItsTimeAndNotMuchMore() {
        try (var store = SeriesStore.open(directory, SmallTiers.settings())) {
            var batch = new Batch();
            long bytesBefore = 0;
            for (int row = 0; row < 9600; row++) {
                batch.clear();
                batch.add(SeriesId.of("stays"), row % 17);
                // A process that lives for half a minute, and then another one.
                batch.add(SeriesId.of("process", "" + row / 30), row);
                store.append(START + row * 1000L, batch);
                if (row == 6600) {
                    store.upkeep();
                    bytesBefore = store.stats().bytesOnDisk();
                }
            }
            store.upkeep();
            var stats = store.stats();
            long now = START + 9600 * 1000L;
            for (var tier : stats.tiers()) {
                long age = now - tier.oldestMillis().orElseThrow();
                long kept = tier.tier().retentionMillis();
                assertTrue(age >= kept, tier.tier() + " has only " + age + " ms");
                assertTrue(age <= kept + 2 * 300_000 + 120_000, tier.tier() + " still has " + age + " ms");
            }
            assertTrue(stats.bytesOnDisk() < bytesBefore * 1.1, "the store has stopped growing: " + bytesBefore + ", then "
                + stats.bytesOnDisk());
            assertTrue(stats.liveSeries() <= 2, "memory has forgotten the processes that have gone");
            assertEquals(1, store.ids(now - 60_000, now).stream().filter(id -> id.equals(SeriesId.of("stays"))).count());
            assertTrue(store.ids().size() < 20, "the finest tier names no process that went long ago");
            assertTrue(store.ids(0, now).size() < 300, "no tier names a process that went before its retention");
        }
    }

    @Test
    void aStoreThatRestedForLongIsRolledUpBeforeItLetsGo() {
        try (var store = SeriesStore.open(directory, SmallTiers.settings())) {
            for (int row = 0; row < 95; row++) {
                store.append(START + row * 1000L, new Batch().add(SeriesId.of("a"), row));
            }
        }
        // Forty minutes later: the fine tiers are past their time, the coarsest is not.
        long later = START + 2_400_000;
        try (var store = SeriesStore.open(directory, SmallTiers.settings())) {
            for (int row = 0; row < 700; row++) {
                store.append(later + row * 1000L, new Batch().add(SeriesId.of("a"), row));
            }
            store.upkeep();
            var line = store.range(Selection.prefix("a"), START, START + 120_000, 4).lines().getFirst();
            assertEquals(29, line.max()[0]);
            assertEquals(94, line.max()[3]);
            assertTrue(store.stats().tiers().get(1).oldestMillis().orElseThrow() > START + 120_000, "the middle tier let go of it");
        }
    }
}
