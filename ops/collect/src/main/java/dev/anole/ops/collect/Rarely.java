package dev.anole.ops.collect;

/** Says when something dear is due again. */
final class Rarely {
    /** A reading a little early is on time: ticks are not exact. */
    private static final long EARLY_NANOS = 200_000_000;

    private final long everyNanos;
    private long last;
    private boolean never = true;

    Rarely(int everySeconds) {
        this.everyNanos = everySeconds * 1_000_000_000L;
    }

    /** True the first time, and then once in each period. */
    boolean due(Tick tick) {
        if (never || tick.nanos() - last >= everyNanos - EARLY_NANOS) {
            never = false;
            last = tick.nanos();
            return true;
        }
        return false;
    }
}
