package dev.anole.security.shangmi.accelerator;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;

/**
 * An operation on its way through a device. It is completed once: a device that answers twice, or after its time, is not
 * listened to.
 */
public final class Request {
    private final KeyOperation operation;
    private final long deadlineNanos;
    private final AtomicReference<BiConsumer<Request, Outcome>> completion;

    Request(KeyOperation operation, long deadlineNanos, BiConsumer<Request, Outcome> completion) {
        this.operation = operation;
        this.deadlineNanos = deadlineNanos;
        this.completion = new AtomicReference<>(completion);
    }

    /** What is to be done. */
    public KeyOperation operation() {
        return operation;
    }

    /** Until when, on {@link System#nanoTime}'s clock: a device may drop what is late. */
    public long deadlineNanos() {
        return deadlineNanos;
    }

    /** Whether nobody waits any more. */
    public boolean isOver() {
        return completion.get() == null;
    }

    /** Ends it; false when it had ended before. */
    public boolean complete(Outcome outcome) {
        BiConsumer<Request, Outcome> listener = completion.getAndSet(null);
        if (listener == null) {
            return false;
        }
        listener.accept(this, outcome);
        return true;
    }
}
