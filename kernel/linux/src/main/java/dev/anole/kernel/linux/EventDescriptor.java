package dev.anole.kernel.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

/**
 * A counter in the kernel that threads and processes wake each other with, eventfd(2). Readable, for {@link Epoll},
 * while it is above zero.
 */
public final class EventDescriptor extends Descriptor {
    static final int EFD_SEMAPHORE = 1;
    static final int EFD_NONBLOCK = 0x800;
    static final int EFD_CLOEXEC = 0x80000;

    private EventDescriptor(int number) {
        super(number, "eventfd");
    }

    /** A counter that {@link #take} empties. */
    public static EventDescriptor open() {
        return open(EFD_CLOEXEC | EFD_NONBLOCK);
    }

    /** A counter that {@link #take} lowers by one. */
    public static EventDescriptor openSemaphore() {
        return open(EFD_CLOEXEC | EFD_NONBLOCK | EFD_SEMAPHORE);
    }

    /** Raises the counter. */
    public void add(long count) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocateFrom(JAVA_LONG, count);
            check(SystemCall.WRITE.call(number(), value.address(), Long.BYTES), "write");
        }
    }

    /**
     * Takes what is there, without waiting.
     *
     * @return the counter before, or 1 from a semaphore; 0 when there was nothing
     */
    public long take() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocate(JAVA_LONG);
            long result = SystemCall.READ.call(number(), value.address(), Long.BYTES);
            if (Errno.EAGAIN.is(result)) {
                return 0;
            }
            check(result, "read");
            return value.get(JAVA_LONG, 0);
        }
    }

    private static EventDescriptor open(int flags) {
        return new EventDescriptor((int) ErrnoException.check(SystemCall.EVENTFD2.call(0, flags), "eventfd", ""));
    }
}
