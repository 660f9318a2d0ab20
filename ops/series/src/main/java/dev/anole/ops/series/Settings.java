package dev.anole.ops.series;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * How a store is kept.
 *
 * @param tiers      from fine to coarse, 1 to {@value #MAX_TIERS}. Each step divides the next one, each span is a multiple of
 *                   the next step and divides the next span, so that no bucket is ever cut in two
 * @param maxSeries  series that one block may name, up to {@value #MAX_SERIES}: the bound on memory and on what a host that
 *                   invents names without end can do. Values of series beyond it are refused and counted
 * @param syncPeriod how often appended rows are synced to the disk: what a power cut may take. A killed process loses nothing
 * @param heldBytes  memory for rows that wait for their block to be written, above all while the disk is full
 */
public record Settings(List<Tier> tiers, int maxSeries, Duration syncPeriod, int heldBytes) {
    /** More tiers than this make no sense for one host. */
    public static final int MAX_TIERS = 8;
    /** The largest {@code maxSeries}. */
    public static final int MAX_SERIES = 16_384;

    public Settings {
        tiers = List.copyOf(tiers);
        if (tiers.isEmpty() || tiers.size() > MAX_TIERS) {
            throw new IllegalArgumentException("a store has 1 to " + MAX_TIERS + " tiers, not " + tiers.size());
        }
        for (int i = 1; i < tiers.size(); i++) {
            var fine = tiers.get(i - 1);
            var coarse = tiers.get(i);
            if (coarse.stepMillis() <= fine.stepMillis() || coarse.stepMillis() % fine.stepMillis() != 0
                || fine.spanMillis() % coarse.stepMillis() != 0 || coarse.spanMillis() % fine.spanMillis() != 0
                || coarse.spanMillis() / fine.spanMillis() > RollUp.MAX_SOURCES || coarse.retention().compareTo(fine.retention()) < 0) {
                throw new IllegalArgumentException("the tier of " + coarse.step() + " does not fit the tier of " + fine.step()
                    + ": a step divides the next step, a span is whole steps of the next tier and divides its span into at most "
                    + RollUp.MAX_SOURCES + ", and retention does not shrink");
            }
        }
        if (maxSeries < 1 || maxSeries > MAX_SERIES) {
            throw new IllegalArgumentException("maxSeries is 1 to " + MAX_SERIES + ", not " + maxSeries);
        }
        if (syncPeriod.toMillis() < 1) {
            throw new IllegalArgumentException("syncPeriod is 1 ms or more, not " + syncPeriod);
        }
        if (heldBytes < 1) {
            throw new IllegalArgumentException("heldBytes is above zero, not " + heldBytes);
        }
    }

    /** 1 s for an hour, 10 s for two days, 1 min for 30 days; 4,096 series; synced every 10 s; 4 MiB held. */
    public static Settings defaults() {
        return new Settings(List.of(
            new Tier(Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofHours(1)),
            new Tier(Duration.ofSeconds(10), Duration.ofHours(1), Duration.ofDays(2)),
            new Tier(Duration.ofMinutes(1), Duration.ofHours(6), Duration.ofDays(30))),
            4096, Duration.ofSeconds(10), 4 << 20);
    }

    /** These settings with another retention of the coarsest tier; not shorter than that of the tier before. */
    public Settings withLongestRetention(Duration retention) {
        Tier last = tiers.getLast();
        return new Settings(Stream.concat(tiers.subList(0, tiers.size() - 1).stream(), Stream.of(new Tier(last.step(), last.span(), retention))).toList(),
            maxSeries, syncPeriod, heldBytes);
    }

    /** These settings with another bound on series. */
    public Settings withMaxSeries(int series) {
        return new Settings(tiers, series, syncPeriod, heldBytes);
    }

    /** These settings with another period between syncs. */
    public Settings withSyncPeriod(Duration period) {
        return new Settings(tiers, maxSeries, period, heldBytes);
    }

    /** These settings with other memory for rows that wait. */
    public Settings withHeldBytes(int bytes) {
        return new Settings(tiers, maxSeries, syncPeriod, bytes);
    }
}
