package dev.anole.security.shangmi.accelerator;

import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** A device with a request ring and the faults of real ones, from a seed. */
final class SimulatedDevice implements Device {
    /** What goes wrong with a request. */
    enum Fault {
        NONE, DROPS, ANSWERS_TWICE, BREAKS, ANSWERS_WRONGLY, ANSWERS_LATE
    }

    private final String name;
    private final RequestRing ring;
    private final Random random;
    private final Set<Fault> faults;
    private final boolean reorders;
    private final Deque<Request> delayed = new ArrayDeque<>();
    private final SecureRandom nonces = new SecureRandom();
    private boolean closed;

    SimulatedDevice(String name, int capacity, long seed, boolean reorders, Fault... faults) {
        this.name = name;
        this.ring = new RequestRing(capacity);
        this.random = new Random(seed);
        this.reorders = reorders;
        this.faults = faults.length == 0 ? EnumSet.of(Fault.NONE) : EnumSet.copyOf(List.of(faults));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Set<Algorithm> algorithms() {
        return EnumSet.allOf(Algorithm.class);
    }

    @Override
    public synchronized boolean submit(Request request) {
        return !closed && ring.offer(request);
    }

    @Override
    public synchronized int poll(int max) {
        List<Request> taken = new ArrayList<>();
        for (Optional<Request> next = ring.poll(); next.isPresent(); next = taken.size() < max ? ring.poll() : Optional.empty()) {
            taken.add(next.get());
        }
        if (reorders) {
            Collections.shuffle(taken, random);
        }
        int done = 0;
        while (!delayed.isEmpty() && delayed.peek().isOver()) {
            Request late = delayed.poll();
            if (late.complete(new Outcome.Done(new byte[64]))) {
                throw new AssertionError("an answer after the deadline was listened to");
            }
        }
        for (Request request : taken) {
            Fault fault = List.copyOf(faults).get(random.nextInt(faults.size()));
            Outcome right = SoftwareDevice.run(List.of(request.operation()), nonces).get(0);
            switch (fault) {
                case NONE -> done += request.complete(right) ? 1 : 0;
                case DROPS -> { }
                case ANSWERS_TWICE -> {
                    done += request.complete(right) ? 1 : 0;
                    if (request.complete(new Outcome.Broken("again"))) {
                        throw new AssertionError("a second answer was listened to");
                    }
                }
                case BREAKS -> done += request.complete(new Outcome.Broken("simulated")) ? 1 : 0;
                case ANSWERS_WRONGLY -> done += request.complete(new Outcome.Done(new byte[7])) ? 1 : 0;
                case ANSWERS_LATE -> delayed.add(request);
            }
        }
        return done;
    }

    @Override
    public synchronized void close() {
        closed = true;
        for (Optional<Request> left = ring.poll(); left.isPresent(); left = ring.poll()) {
            left.get().complete(new Outcome.Broken(name + " has been closed"));
        }
    }
}
