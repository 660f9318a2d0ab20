package dev.anole.kernel.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

/**
 * Waits for many descriptors at once, epoll(7). {@link #await} holds its thread, so it belongs on a platform thread
 * of its own; any thread may add and remove meanwhile. What was found is read by index, and makes no object.
 *
 * <pre>
 * epoll.add(listener, LISTENER, EPOLLIN);
 * for (int i = 0, n = epoll.await(Duration.ofSeconds(1)); i &lt; n; i++) {
 *     long key = epoll.key(i);
 *     …
 * }
 * </pre>
 */
public final class Epoll extends Descriptor {
    static final int EPOLL_CTL_ADD = 1;
    static final int EPOLL_CTL_DEL = 2;
    static final int EPOLL_CTL_MOD = 3;
    static final int EPOLL_CLOEXEC = 0x80000;

    /** What one wait can bring; the rest comes with the next. */
    private static final int EVENTS_MAX = 128;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment events = arena.allocate((long) EVENTS_MAX * EpollEventLayout.SIZE, Long.BYTES);

    private Epoll(int number) {
        super(number, "epoll");
    }

    public static Epoll open() {
        return new Epoll((int) ErrnoException.check(SystemCall.EPOLL_CREATE1.call(EPOLL_CLOEXEC), "epoll_create1", ""));
    }

    /**
     * Waits for a descriptor from now on.
     *
     * @param key comes back from {@link #key}
     */
    public void add(Descriptor descriptor, long key, EpollFlag... wanted) {
        control(EPOLL_CTL_ADD, descriptor, key, wanted);
    }

    /** Waits for something else on a descriptor. */
    public void change(Descriptor descriptor, long key, EpollFlag... wanted) {
        control(EPOLL_CTL_MOD, descriptor, key, wanted);
    }

    /** Forgets a descriptor. Closing one forgets it too, unless a duplicate is still open. */
    public void remove(Descriptor descriptor) {
        control(EPOLL_CTL_DEL, descriptor, 0);
    }

    /**
     * Waits until something happens. One thread at a time.
     *
     * @param patience at most this long, rounded up to milliseconds
     * @return how many events, 0 when time was up or a signal came
     */
    public int await(Duration patience) {
        long millis = Math.min(Integer.MAX_VALUE, patience.plusNanos(999_999).toMillis());
        long result = SystemCall.EPOLL_PWAIT.call(number(), NativeMemory.address(events), EVENTS_MAX, millis, 0, 0);
        if (Errno.EINTR.is(result)) {
            return 0;
        }
        return (int) check(result, "epoll_pwait");
    }

    /** The key of a found event, 0 up to what {@link #await} returned. */
    public long key(int index) {
        return events.get(JAVA_LONG_UNALIGNED, (long) index * EpollEventLayout.SIZE + EpollEventLayout.DATA);
    }

    /** Whether a found event has a flag. */
    public boolean has(int index, EpollFlag flag) {
        int found = events.get(JAVA_INT_UNALIGNED, (long) index * EpollEventLayout.SIZE + EpollEventLayout.EVENTS);
        return (found & flag.value()) != 0;
    }

    @Override
    public void close() {
        super.close();
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }

    private void control(int operation, Descriptor descriptor, long key, EpollFlag... wanted) {
        try (Arena confined = Arena.ofConfined()) {
            MemorySegment event = confined.allocate(EpollEventLayout.SIZE, Long.BYTES);
            event.set(JAVA_INT, EpollEventLayout.EVENTS, (int) KernelConstant.mask(wanted));
            event.set(JAVA_LONG_UNALIGNED, EpollEventLayout.DATA, key);
            ErrnoException.check(SystemCall.EPOLL_CTL.call(number(), operation, descriptor.number(), event.address()),
                    "epoll_ctl", descriptor.subject());
        }
    }
}
