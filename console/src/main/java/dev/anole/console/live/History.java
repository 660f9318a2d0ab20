package dev.anole.console.live;

import dev.anole.console.http.Refusal;
import dev.anole.operation.Text;
import dev.anole.ops.series.Batch;
import dev.anole.ops.series.Chart;
import dev.anole.ops.series.Selection;
import dev.anole.ops.series.SeriesId;
import dev.anole.ops.series.SeriesStore;
import dev.anole.ops.series.Settings;
import dev.anole.ops.series.Stats;
import dev.anole.ops.series.StoreException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What the host measured before now: each sample of the live feed is appended, charts are read. A store that is full or
 * damaged costs the history, never the live picture.
 */
public final class History implements AutoCloseable {
    /** Names that are kept parsed; beyond them the table begins anew. */
    private static final int NAMES_MAX = 8_192;
    /** A rate is a quotient of seventeen digits; no chart shows more than these, and they take a quarter of the room. */
    private static final int SIGNIFICANT_DIGITS = 5;

    private final SeriesStore store;
    private final Duration keep;
    private final Batch batch = new Batch();
    private final Map<String, Optional<SeriesId>> names = new HashMap<>();
    private Optional<StoreException> trouble = Optional.empty();

    private History(SeriesStore store, Duration keep) {
        this.store = store;
        this.keep = keep;
    }

    /**
     * Opens the history of a directory.
     *
     * @param keep how long the coarsest means are kept at least
     * @throws StoreException in one line, when it is locked, damaged, newer or cannot be written
     */
    public static History open(Path directory, Duration keep) {
        return new History(SeriesStore.open(directory, Settings.defaults().withLongestRetention(keep)), keep);
    }

    /** How long the coarsest means are kept. */
    public Duration kept() {
        return keep;
    }

    /** Appends a sample. Called by one thread, the feed's. */
    public synchronized void record(Sample sample) {
        batch.clear();
        sample.values().forEach((name, value) -> id(name).ifPresent(id -> batch.addSignificant(id, value, SIGNIFICANT_DIGITS)));
        try {
            store.append(sample.at().toEpochMilli(), batch);
            trouble = Optional.empty();
        } catch (StoreException e) {
            if (trouble.isEmpty()) {   // said once, not every second
                System.getLogger(History.class.getName()).log(System.Logger.Level.WARNING, e.getMessage());
            }
            trouble = Optional.of(e);
        }
    }

    private Optional<SeriesId> id(String name) {
        if (names.size() >= NAMES_MAX) {
            names.clear();
        }
        return names.computeIfAbsent(name, n -> {
            try {
                return Optional.of(SeriesId.parse(n));
            } catch (IllegalArgumentException e) {
                return Optional.empty();   // longer than the store keeps; the live picture has it all the same
            }
        });
    }

    /** Why samples are not on disk at present; empty while they are. */
    public synchronized Optional<StoreException> trouble() {
        return trouble;
    }

    public Stats stats() {
        return store.stats();
    }

    /**
     * A chart.
     *
     * @throws Refusal when the disk cannot be read
     */
    public Chart chart(Selection selection, long fromMillis, long toMillis, int points) {
        Objects.requireNonNull(selection, "selection");
        try {
            return store.range(selection, fromMillis, toMillis, points);
        } catch (StoreException e) {
            throw Refusal.of(503, Text.of("the history cannot be read: " + e.getMessage(), "无法读取历史：" + e.getMessage()), Text.same(""));
        }
    }

    @Override
    public void close() {
        store.close();
    }
}
