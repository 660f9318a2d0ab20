package dev.anole.console.live;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * One client of the live feed, with a queue of at most {@value #WAITING_MAX} samples. A client that reads more slowly than
 * samples come loses the oldest of them and is told how many; it never costs more memory than that.
 */
public final class Subscription implements AutoCloseable {
    /** Samples that wait for a slow client. */
    public static final int WAITING_MAX = 8;

    /** What a client is told. */
    public sealed interface News {
        /** A sample. */
        record Sampled(Sample sample) implements News {
            public Sampled {
                Objects.requireNonNull(sample, "sample");
            }
        }

        /** The client was too slow for so many samples. */
        record Skipped(long samples) implements News {
        }

        /** The agent has not answered since then. */
        record Lost(Instant since) implements News {
            public Lost {
                Objects.requireNonNull(since, "since");
            }
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Sample> waiting = new ArrayDeque<>(WAITING_MAX);
    private final Consumer<? super Subscription> whenClosed;
    private long skipped;
    private Optional<Instant> lost = Optional.empty();
    private boolean closed;

    Subscription(List<Sample> missed, Consumer<? super Subscription> whenClosed) {
        this.whenClosed = whenClosed;
        missed.stream().skip(Math.max(0, missed.size() - WAITING_MAX)).forEach(waiting::add);
        skipped = Math.max(0, missed.size() - WAITING_MAX);
    }

    void sampled(Sample sample) {
        lock.lock();
        try {
            if (waiting.size() == WAITING_MAX) {
                waiting.removeFirst();
                skipped++;
            }
            waiting.addLast(sample);
            lost = Optional.empty();
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    void lost(Instant since) {
        lock.lock();
        try {
            lost = Optional.of(since);
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** The next news; empty when there was none for so long, or the feed has ended. */
    public Optional<News> next(long millis) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(millis);
            while (skipped == 0 && waiting.isEmpty() && lost.isEmpty() && !closed && left > 0) {
                left = changed.awaitNanos(left);
            }
            if (skipped > 0) {
                News news = new News.Skipped(skipped);
                skipped = 0;
                return Optional.of(news);
            }
            if (!waiting.isEmpty()) {
                return Optional.of(new News.Sampled(waiting.removeFirst()));
            }
            Optional<News> news = lost.map(News.Lost::new);
            lost = Optional.empty();
            return news;
        } finally {
            lock.unlock();
        }
    }

    /** Whether nothing will come any more. */
    public boolean closed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        whenClosed.accept(this);
    }
}
