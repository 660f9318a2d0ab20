package dev.anole.ops.series;

import java.time.Duration;
import java.util.List;

/** A store that lives fast: a block every ten rows, so that a test of minutes of data sees everything happen. */
final class SmallTiers {
    static final int SPAN = 10;

    private SmallTiers() {
    }

    /** 1 s for a minute in blocks of 10 s, 5 s for 5 minutes in blocks of 1 min, 30 s for an hour in blocks of 5 min. */
    static Settings settings() {
        return settings(Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofHours(1));
    }

    static Settings settings(Duration fine, Duration middle, Duration coarse) {
        return new Settings(List.of(
            new Tier(Duration.ofSeconds(1), Duration.ofSeconds(SPAN), fine),
            new Tier(Duration.ofSeconds(5), Duration.ofMinutes(1), middle),
            new Tier(Duration.ofSeconds(30), Duration.ofMinutes(5), coarse)), 1000, Duration.ofSeconds(1), 1 << 20);
    }
}
