package dev.anole.security.shangmi.accelerator;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * A bounded ring of requests for any number of threads on both ends, without locks. Each place has a turn number: a writer
 * takes the place whose turn is the write position, a reader the one whose turn is the read position and one
 * (D. Vyukov's bounded queue). When it is full, {@link #offer} says so at once: that is the back-pressure.
 */
public final class RequestRing {
    /** Largest ring. */
    public static final int CAPACITY_MAX = 1 << 16;

    private final int mask;
    private final AtomicReferenceArray<Request> places;
    private final AtomicLongArray turns;
    private final AtomicLong write = new AtomicLong();
    private final AtomicLong read = new AtomicLong();

    /** @param capacity a power of two, 2 to {@value #CAPACITY_MAX} */
    public RequestRing(int capacity) {
        if (capacity < 2 || capacity > CAPACITY_MAX || Integer.bitCount(capacity) != 1) {
            throw new IllegalArgumentException("a ring of " + capacity + ": powers of two from 2 to " + CAPACITY_MAX + " are possible");
        }
        mask = capacity - 1;
        places = new AtomicReferenceArray<>(capacity);
        turns = new AtomicLongArray(capacity);
        for (int i = 0; i < capacity; i++) {
            turns.set(i, i);
        }
    }

    /** Puts a request in; false when the ring is full. */
    public boolean offer(Request request) {
        while (true) {
            long at = write.get();
            int place = (int) at & mask;
            long turn = turns.get(place) - at;
            if (turn < 0) {
                return false;
            }
            if (turn == 0 && write.compareAndSet(at, at + 1)) {
                places.set(place, request);
                turns.set(place, at + 1);
                return true;
            }
        }
    }

    /** Takes the oldest request, if there is one. */
    public Optional<Request> poll() {
        while (true) {
            long at = read.get();
            int place = (int) at & mask;
            long turn = turns.get(place) - at - 1;
            if (turn < 0) {
                return Optional.empty();
            }
            if (turn == 0 && read.compareAndSet(at, at + 1)) {
                Request request = places.getAndSet(place, null);
                turns.set(place, at + mask + 1);
                return Optional.of(request);
            }
        }
    }

    /** How many requests are in it, roughly while others change it. */
    public int size() {
        return Math.clamp(write.get() - read.get(), 0, mask + 1);
    }

    /** How many fit. */
    public int capacity() {
        return mask + 1;
    }
}
