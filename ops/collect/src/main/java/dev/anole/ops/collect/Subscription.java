package dev.anole.ops.collect;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** One reader's view of the samples as they come. A reader that is slow loses the oldest that wait for it, never the newest. */
public final class Subscription implements AutoCloseable {
    /** Samples that wait for a reader at most. */
    public static final int WAITING_MAX = 8;

    private final ArrayBlockingQueue<Sample> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
    private final AtomicLong missed = new AtomicLong();
    private final Consumer<Subscription> end;
    private volatile boolean open = true;

    Subscription(Consumer<Subscription> end) {
        this.end = end;
    }

    /** The next sample; empty when none came in that time. */
    public Optional<Sample> next(Duration atMost) throws InterruptedException {
        return Optional.ofNullable(waiting.poll(atMost.toNanos(), TimeUnit.NANOSECONDS));
    }

    /** How many samples this reader lost because it was slow. */
    public long missed() {
        return missed.get();
    }

    /** Whether samples still come: false once it, or the collector, was closed. */
    public boolean isOpen() {
        return open;
    }

    void put(Sample sample) {
        while (!waiting.offer(sample)) {
            if (waiting.poll() != null) {
                missed.incrementAndGet();
            }
        }
    }

    void ended() {
        open = false;
    }

    @Override
    public void close() {
        open = false;
        end.accept(this);
    }
}
