package dev.anole.console.gate;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How often somebody may fail to prove who they are. Each address has its own allowance, which fills up again with time;
 * beyond {@value #ADDRESSES_MAX} addresses the one that has been quiet longest is forgotten. All addresses together have
 * one too, so that many of them gain nothing. Counts with a clock that does not jump.
 */
public final class Attempts {
    /** Failures of one address before it has to wait. */
    public static final int PER_ADDRESS_MAX = 10;
    /** Failures of all addresses together before all have to wait. */
    public static final int TOGETHER_MAX = 200;
    /** How long it takes until a used up allowance is whole again. */
    public static final Duration REFILL = Duration.ofMinutes(5);
    /** Addresses that are remembered. */
    public static final int ADDRESSES_MAX = 1_000;

    private static final class Allowance {
        private final int max;
        private double used;
        private long atNanos;

        Allowance(int max, long nowNanos) {
            this.max = max;
            this.atNanos = nowNanos;
        }

        void refill(long nowNanos) {
            used = Math.max(0, used - (nowNanos - atNanos) * (double) max / REFILL.toNanos());
            atNanos = nowNanos;
        }

        long secondsToWait() {
            // A whole attempt has to be free: a part of one is there again a moment after any failure.
            return used + 1 <= max ? 0 : (long) Math.ceil((used + 1 - max) * REFILL.toSeconds() / max);
        }
    }

    private final LongSupplier nanoTime;
    private final Allowance together;
    private final LinkedHashMap<String, Allowance> byAddress = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Allowance> eldest) {
            return size() > ADDRESSES_MAX;
        }
    };

    /** @param nanoTime {@link System#nanoTime} outside of tests */
    public Attempts(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.together = new Allowance(TOGETHER_MAX, nanoTime.getAsLong());
    }

    /** How many seconds an address has to wait before its next attempt; 0 when it may try now. */
    public synchronized long secondsToWait(String address) {
        long now = nanoTime.getAsLong();
        together.refill(now);
        Allowance own = byAddress.get(address);
        if (own != null) {
            own.refill(now);
        }
        return Math.max(together.secondsToWait(), own == null ? 0 : own.secondsToWait());
    }

    /** An attempt has failed. */
    public synchronized void failed(String address) {
        long now = nanoTime.getAsLong();
        Allowance own = byAddress.computeIfAbsent(address, _ -> new Allowance(PER_ADDRESS_MAX, now));
        own.refill(now);
        own.used = Math.min(own.used + 1, PER_ADDRESS_MAX);
        together.refill(now);
        together.used = Math.min(together.used + 1, TOGETHER_MAX);
    }

    /** Addresses that are remembered now. */
    public synchronized int remembered() {
        return byAddress.size();
    }
}
