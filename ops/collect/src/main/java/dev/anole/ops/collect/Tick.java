package dev.anole.ops.collect;

import java.time.Instant;

/**
 * The moment of a sample. Rates are worked out on the monotonic clock, so that a wall clock that somebody sets does not
 * bend them.
 *
 * @param at    on the wall clock, for people and storage
 * @param nanos on the monotonic clock
 */
record Tick(Instant at, long nanos) {
    static Tick now() {
        return new Tick(Instant.now(), System.nanoTime());
    }

    /** Seconds since an earlier reading of the monotonic clock. */
    double secondsSince(long earlierNanos) {
        return (nanos - earlierNanos) / 1e9;
    }
}
