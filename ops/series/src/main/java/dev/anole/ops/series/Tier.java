package dev.anole.ops.series;

import java.time.Duration;

/**
 * One resolution of the store.
 *
 * @param step      the time between two rows, 1 ms or more
 * @param span      the time that one block covers, at most {@value #MAX_ROWS_PER_SPAN} steps
 * @param retention how long rows are kept at least; whole blocks go, so they stay up to a span of this tier and of the next longer
 */
public record Tier(Duration step, Duration span, Duration retention) {
    /** Rows that a full block may have. */
    public static final int MAX_ROWS_PER_SPAN = 4096;

    public Tier {
        if (step.toMillis() < 1 || span.toMillis() % step.toMillis() != 0 || span.compareTo(step) < 0
            || span.toMillis() / step.toMillis() > MAX_ROWS_PER_SPAN) {
            throw new IllegalArgumentException("a tier's span of " + span + " is not 1 to " + MAX_ROWS_PER_SPAN + " steps of " + step);
        }
        if (retention.compareTo(span) < 0) {
            throw new IllegalArgumentException("a tier's retention of " + retention + " is shorter than its span of " + span);
        }
    }

    long stepMillis() {
        return step.toMillis();
    }

    long spanMillis() {
        return span.toMillis();
    }

    long retentionMillis() {
        return retention.toMillis();
    }
}
