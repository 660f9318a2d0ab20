package dev.anole.security.shangmi.accelerator;

import dev.anole.security.shangmi.sm2.Sm2Batch;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * Batches the private-key operations of handshakes that happen at the same time, each in a thread of its own, virtual
 * ones included.
 *
 * <p>There are as many lanes as processors. Whoever finds one free does its operation at once: with one connection nothing
 * waits, nothing is queued, and the cost is an atomic increment. Whoever finds none queues. A lane that ends is handed to
 * the oldest in the queue, who takes what else has gathered and does all of it as one batch. So batches grow with the
 * load alone, nobody waits in order to make a batch larger, and nobody does more than one batch for others.
 */
public final class KeyOperationBatcher {
    /** Largest batch. */
    public static final int BATCH_MAX = Sm2Batch.OPERATIONS_MAX;
    /** How many may queue; whoever comes then does its operation without a lane. */
    public static final int QUEUE_MAX = 1 << 12;

    private final AtomicInteger freeLanes;
    private final RequestRing queue = new RequestRing(QUEUE_MAX);
    private final SecureRandom random = new SecureRandom();
    private final LongAdder alone = new LongAdder();
    private final LongAdder batches = new LongAdder();
    private final LongAdder batched = new LongAdder();

    /**
     * What has happened so far.
     *
     * @param alone operations that found nothing to be batched with
     * @param batches of two and more
     * @param batched operations in them
     */
    public record Status(long alone, long batches, long batched) { }

    /** One that queues: woken with its outcome, or as the owner of a lane. */
    private static final class Waiter {
        private final Thread thread = Thread.currentThread();
        private volatile Optional<Outcome> outcome = Optional.empty();
        private volatile boolean leads;
    }

    /** Handed to a queued request instead of an outcome: do it yourself, and others with it. */
    private static final Outcome.Broken LEAD = new Outcome.Broken("the oldest in the queue does the batch");

    /** With a lane for each processor. */
    public KeyOperationBatcher() {
        this(Runtime.getRuntime().availableProcessors());
    }

    /** @param lanes how many operations or batches run at the same time, at least 1 */
    public KeyOperationBatcher(int lanes) {
        if (lanes < 1) {
            throw new IllegalArgumentException(lanes + " lanes do nothing");
        }
        freeLanes = new AtomicInteger(lanes);
    }

    /**
     * Does an operation, maybe together with those of other threads.
     *
     * @throws GeneralSecurityException for what is wrong with this one; others are not affected by it
     */
    public byte[] run(KeyOperation operation) throws GeneralSecurityException {
        if (takeLane()) {
            return alone(operation);
        }
        Waiter waiter = new Waiter();
        Request request = new Request(operation, Long.MAX_VALUE, (own, outcome) -> wake(waiter, outcome));
        if (!queue.offer(request)) {
            alone.increment();
            return operation.run(random);
        }
        // A lane that ended between the first look and the offer found an empty queue: pass on what is there.
        if (takeLane()) {
            passLane();
        }
        boolean interrupted = false;
        while (waiter.outcome.isEmpty() && !waiter.leads) {
            LockSupport.park(this);
            // An operation takes some ten microseconds and cannot be taken back: interruption is for the caller to see.
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return waiter.leads ? lead(operation) : waiter.outcome.orElseThrow().result();
    }

    private static void wake(Waiter waiter, Outcome outcome) {
        if (outcome == LEAD) {
            waiter.leads = true;
        } else {
            waiter.outcome = Optional.of(outcome);
        }
        LockSupport.unpark(waiter.thread);
    }

    private boolean takeLane() {
        int free = freeLanes.get();
        while (free > 0) {
            if (freeLanes.compareAndSet(free, free - 1)) {
                return true;
            }
            free = freeLanes.get();
        }
        return false;
    }

    /** Hands this thread's lane to the oldest in the queue, or frees it. */
    private void passLane() {
        while (true) {
            Optional<Request> next = queue.poll();
            if (next.isPresent()) {
                next.get().complete(LEAD);
                return;
            }
            freeLanes.incrementAndGet();
            // Somebody may have queued in between, who saw no free lane.
            if (queue.size() == 0 || !takeLane()) {
                return;
            }
        }
    }

    private byte[] alone(KeyOperation operation) throws GeneralSecurityException {
        try {
            alone.increment();
            return operation.run(random);
        } finally {
            passLane();
        }
    }

    /** With a lane: this operation, and what has gathered in the queue. */
    private byte[] lead(KeyOperation own) throws GeneralSecurityException {
        List<Request> others = new ArrayList<>();
        Optional<Request> next = queue.poll();
        while (next.isPresent()) {
            others.add(next.get());
            next = others.size() < BATCH_MAX - 1 ? queue.poll() : Optional.empty();
        }
        if (others.isEmpty()) {
            return alone(own);
        }
        List<KeyOperation> operations = new ArrayList<>(others.size() + 1);
        operations.add(own);
        others.forEach(other -> operations.add(other.operation()));
        try {
            List<Outcome> outcomes = SoftwareDevice.run(operations, random);
            batches.increment();
            batched.add(operations.size());
            for (int i = 0; i < others.size(); i++) {
                others.get(i).complete(outcomes.get(i + 1));
            }
            return outcomes.get(0).result();
        } finally {
            // After an error that no operation may throw, nobody is left waiting.
            others.forEach(other -> other.complete(new Outcome.Broken("the batch ended with an error")));
            passLane();
        }
    }

    /** What has happened so far. */
    public Status status() {
        return new Status(alone.sum(), batches.sum(), batched.sum());
    }
}
