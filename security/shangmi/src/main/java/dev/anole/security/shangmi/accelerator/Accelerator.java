package dev.anole.security.shangmi.accelerator;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Sends key operations to devices, and does in software what they do not do. An operation always ends with an outcome:
 * <ul>
 * <li>the preferred device whose ring has room takes it;
 * <li>when none has room, it is done here and now, in the caller's thread: callers are slowed down to what can be done;
 * <li>when a device breaks it, answers wrongly or not until the deadline, it is done in the thread that polls;
 * <li>a device that failed {@value #FAILURES_MAX} times in a row is left alone for {@link #REST}.
 * </ul>
 *
 * <p>Completion is by polling, where {@link #poll} is called often by a thread of the program's, or by callback, where a
 * thread of the accelerator's polls and calls. For any number of threads.
 */
public final class Accelerator implements AutoCloseable {
    /** Failures in a row after which a device rests. */
    public static final int FAILURES_MAX = 3;
    /** How long a device rests. */
    public static final Duration REST = Duration.ofSeconds(5);

    private static final int POLL_MAX = 64;
    /** Between two polls that found nothing: a tenth of what a signature takes in software. */
    private static final long IDLE_NANOS = 5_000;

    /** Who calls when an operation is done. */
    public enum Completion {
        /** The program, by calling {@link Accelerator#poll}. */
        POLLING,
        /** A thread of the accelerator's. */
        CALLBACK
    }

    /**
     * What has happened so far.
     *
     * @param byDevices operations that devices did
     * @param full operations done in software since no ring had room, or there was no device
     * @param broken operations done in software after a device broke them, or answered wrongly
     * @param late operations done in software after their deadline
     * @param resting devices that are being left alone
     */
    public record Status(long byDevices, long full, long broken, long late, List<String> resting) { }

    private record Flight(Request request, Device device) { }

    private static final class Health {
        private final AtomicInteger failures = new AtomicInteger();
        private volatile long restUntilNanos = Long.MIN_VALUE;
        private volatile boolean rested;

        boolean rests() {
            return rested && System.nanoTime() - restUntilNanos < 0;
        }

        void fails() {
            if (failures.incrementAndGet() >= FAILURES_MAX) {
                restUntilNanos = System.nanoTime() + REST.toNanos();
                rested = true;
                failures.set(0);
            }
        }

        void works() {
            failures.set(0);
        }
    }

    private final DeviceRegistry registry;
    private final Duration deadline;
    private final SecureRandom random = new SecureRandom();
    private final Map<Device, Health> health = new ConcurrentHashMap<>();
    /** What devices have, and what ended behind it: bounded by rings and deadline. Oldest first, as all have the same deadline. */
    private final ConcurrentLinkedQueue<Flight> flights = new ConcurrentLinkedQueue<>();
    private final LongAdder byDevices = new LongAdder();
    private final LongAdder full = new LongAdder();
    private final LongAdder broken = new LongAdder();
    private final LongAdder late = new LongAdder();
    private final Thread poller;
    private volatile boolean closed;

    /**
     * @param deadline how long a device may take for one operation, queueing included
     */
    public Accelerator(DeviceRegistry registry, Completion completion, Duration deadline) {
        if (deadline.isNegative() || deadline.isZero()) {
            throw new IllegalArgumentException("a deadline of " + deadline + " leaves no time");
        }
        this.registry = registry;
        this.deadline = deadline;
        this.poller = switch (completion) {
            case POLLING -> Thread.ofVirtual().unstarted(() -> { });
            // It spins lightly on a device's memory, which is no work for a virtual thread's carrier.
            case CALLBACK -> Thread.ofPlatform().daemon().name("anole-accelerator").start(this::pollUntilClosed);
        };
    }

    /**
     * Starts an operation.
     *
     * @param whenDone is called once: by {@link #poll} or the accelerator's thread, or by this method itself when the
     *     operation is done in software. It must not wait.
     */
    public void submit(KeyOperation operation, Consumer<Outcome> whenDone) {
        if (!closed) {
            long until = System.nanoTime() + deadline.toNanos();
            for (Device device : registry.devices(operation.algorithm())) {
                if (health(device).rests()) {
                    continue;
                }
                Request request = new Request(operation, until, (over, outcome) -> ended(over, device, outcome, whenDone));
                if (device.submit(request)) {
                    flights.add(new Flight(request, device));
                    return;
                }
            }
        }
        full.increment();
        whenDone.accept(software(operation));
    }

    private void ended(Request request, Device device, Outcome outcome, Consumer<Outcome> whenDone) {
        KeyOperation operation = request.operation();
        switch (outcome) {
            case Outcome.Done done when operation.accepts(done.result()) -> {
                health(device).works();
                byDevices.increment();
                whenDone.accept(done);
            }
            case Outcome.Done wrong -> instead(operation, device, broken, whenDone);
            // A refusal is believed of nobody but our own code: it would be too good a way to deny service.
            case Outcome.Refused refused -> whenDone.accept(software(operation));
            case Outcome.Broken reason -> instead(operation, device, reason == LATE ? late : broken, whenDone);
        }
    }

    private static final Outcome.Broken LATE = new Outcome.Broken("not answered until the deadline");

    private void instead(KeyOperation operation, Device device, LongAdder counter, Consumer<Outcome> whenDone) {
        health(device).fails();
        counter.increment();
        whenDone.accept(software(operation));
    }

    private Outcome software(KeyOperation operation) {
        try {
            return new Outcome.Done(operation.run(random));
        } catch (java.security.GeneralSecurityException e) {
            return new Outcome.Refused(e);
        } catch (IllegalStateException destroyed) {
            return new Outcome.Refused(new java.security.InvalidKeyException(destroyed.getMessage(), destroyed));
        }
    }

    private Health health(Device device) {
        return health.computeIfAbsent(device, fresh -> new Health());
    }

    /**
     * Completes what devices have finished, and does in software what they have not finished in time.
     *
     * @return how many operations ended
     */
    public int poll() {
        int ended = 0;
        for (Device device : registry.devices()) {
            ended += device.poll(POLL_MAX);
        }
        long now = System.nanoTime();
        for (Flight first = flights.peek(); first != null; first = flights.peek()) {
            boolean overdue = now - first.request().deadlineNanos() >= 0;
            if (!first.request().isOver() && !overdue) {
                break;
            }
            // Another thread that polls may have taken it: then complete() says so.
            if (flights.remove(first) && overdue && first.request().complete(LATE)) {
                ended++;
            }
        }
        return ended;
    }

    private void pollUntilClosed() {
        while (!closed) {
            if (poll() == 0) {
                if (flights.isEmpty()) {
                    LockSupport.parkNanos(this, 10 * IDLE_NANOS);
                } else {
                    LockSupport.parkNanos(this, IDLE_NANOS);
                }
            }
        }
    }

    /** What has happened so far. */
    public Status status() {
        List<String> resting = registry.devices().stream().filter(device -> health(device).rests()).map(Device::name).toList();
        return new Status(byDevices.sum(), full.sum(), broken.sum(), late.sum(), resting);
    }

    /** Does in software whatever is still under way. Devices stay open: they are their owner's. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(poller);
        for (Flight flight = flights.poll(); flight != null; flight = flights.poll()) {
            flight.request().complete(LATE);
        }
    }
}
