package dev.anole.operation;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * What a task under way has told so far, and what it is telling its followers.
 *
 * <p>Steps and log lines are kept, the oldest lines beyond {@link #TOLD_MAX} forgotten; of amounts only the newest.
 * Items and bytes of a stream are not kept: at most {@link #FLOW_MAX} wait for their one follower, and the producer waits
 * with them. A stream that nobody follows for {@link #UNFOLLOWED_SECONDS_MAX} seconds ends.
 */
final class Task implements Progress {
    /** Steps and log lines that are kept for who comes later. */
    static final int TOLD_MAX = 1000;
    /** Items or chunks that wait for a slow reader. */
    static final int FLOW_MAX = 64;
    /** How long a stream waits for somebody to read it. */
    static final int UNFOLLOWED_SECONDS_MAX = 30;
    private static final int LINE_MAX = 4096;

    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<TaskEvent> told = new ArrayDeque<>();
    private final ArrayDeque<TaskEvent> flow = new ArrayDeque<>();
    private long forgotten;
    private Optional<TaskEvent.Amount> amount = Optional.empty();
    private long amounts;
    private Optional<TaskEvent.Ended> end = Optional.empty();
    private boolean streamFollowed;
    private Optional<Thread> worker = Optional.empty();
    private Optional<String> stoppedBy = Optional.empty();

    Task(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void step(Text name) {
        tell(new TaskEvent.Step(name, Instant.now(clock)));
    }

    @Override
    public void log(String line) {
        tell(new TaskEvent.Logged(line.length() > LINE_MAX ? line.substring(0, LINE_MAX) + "…" : line, Instant.now(clock)));
    }

    @Override
    public void amount(double done, double total, String unit) {
        lock.lock();
        try {
            amount = Optional.of(new TaskEvent.Amount(done, total, unit));
            amounts++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void tell(TaskEvent event) {
        lock.lock();
        try {
            told.addLast(event);
            if (told.size() > TOLD_MAX) {
                told.removeFirst();
                forgotten++;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Hands one item or chunk to the follower, waiting while it is slow. */
    void hand(TaskEvent part) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long patience = TimeUnit.SECONDS.toNanos(UNFOLLOWED_SECONDS_MAX);
            while (flow.size() >= FLOW_MAX) {
                if (streamFollowed) {
                    changed.await();
                } else if (patience <= 0) {
                    throw new InterruptedException("nobody reads this stream");
                } else {
                    patience = changed.awaitNanos(patience);
                }
            }
            flow.addLast(part);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** From here on {@link #stop} interrupts this thread. */
    void runsIn(Thread thread) {
        lock.lock();
        try {
            worker = Optional.of(thread);
            if (stoppedBy.isPresent()) {
                thread.interrupt();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Asks the task to stop; it ends when its operation lets go. */
    void stop(String by) {
        lock.lock();
        try {
            if (end.isEmpty()) {
                stoppedBy = Optional.of(by);
                worker.ifPresent(Thread::interrupt);
            }
        } finally {
            lock.unlock();
        }
    }

    Optional<String> stoppedBy() {
        lock.lock();
        try {
            return stoppedBy;
        } finally {
            lock.unlock();
        }
    }

    void end(TaskEvent.Ended event) {
        lock.lock();
        try {
            end = Optional.of(event);
            worker = Optional.empty();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    Optional<TaskEvent.Ended> ended() {
        lock.lock();
        try {
            return end;
        } finally {
            lock.unlock();
        }
    }

    boolean awaitEnd(long millis) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(millis);
            while (end.isEmpty() && left > 0) {
                left = changed.awaitNanos(left);
            }
            return end.isPresent();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Tells a reader everything, in the caller's thread, until the end.
     *
     * @param stream whether this task's output is a stream, which only one may read
     * @throws OperationException when the stream has a reader already
     */
    void follow(boolean stream, Consumer<? super TaskEvent> reader) throws InterruptedException {
        if (stream) {
            claim();
        }
        boolean whole = false;
        try {
            deliver(reader);
            whole = true;
        } finally {
            if (stream && !whole) {
                stop("the reader left");
            }
        }
    }

    private void claim() {
        lock.lock();
        try {
            if (streamFollowed) {
                throw new OperationException(OperationException.Kind.CONFLICT,
                    Text.of("somebody reads this stream already", "这个流已有读者"),
                    Text.of("start it again for a stream of your own", "请重新运行以获得自己的流"));
            }
            streamFollowed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void deliver(Consumer<? super TaskEvent> reader) throws InterruptedException {
        long next = 0;
        long seenAmounts = 0;
        while (true) {
            List<TaskEvent> batch = new ArrayList<>();
            boolean last;
            lock.lockInterruptibly();
            try {
                while (next >= forgotten + told.size() && seenAmounts == amounts && flow.isEmpty() && end.isEmpty()) {
                    changed.await();
                }
                next = Math.max(next, forgotten);
                told.stream().skip(next - forgotten).forEach(batch::add);
                next = forgotten + told.size();
                if (seenAmounts != amounts) {
                    amount.ifPresent(batch::add);
                    seenAmounts = amounts;
                }
                batch.addAll(flow);
                flow.clear();
                end.ifPresent(batch::add);
                last = end.isPresent();
                changed.signalAll();
            } finally {
                lock.unlock();
            }
            batch.forEach(reader);
            if (last) {
                return;
            }
        }
    }
}
