package dev.anole.kernel.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

/** A timer to wait for as for a file, timerfd_create(2). Readable, for {@link Epoll}, once it has expired. */
public final class TimerDescriptor extends Descriptor {
    static final int TFD_NONBLOCK = 0x800;
    static final int TFD_CLOEXEC = 0x80000;

    private TimerDescriptor(int number) {
        super(number, "timerfd");
    }

    /** A timer that is not set yet. */
    public static TimerDescriptor open(TimerClock clock) {
        return new TimerDescriptor((int) ErrnoException.check(
                SystemCall.TIMERFD_CREATE.call(clock.value(), TFD_NONBLOCK | TFD_CLOEXEC), "timerfd_create",
                clock.name()));
    }

    /**
     * Sets it, from now.
     *
     * @param first until it expires; more than zero
     * @param interval between later times; zero for none
     */
    public void set(Duration first, Duration interval) {
        if (first.isNegative() || first.isZero() || interval.isNegative()) {
            throw new IllegalArgumentException("a timer cannot expire after " + first + " and then every " + interval);
        }
        settime(interval, first);
    }

    /** It expires no more. */
    public void stop() {
        settime(Duration.ZERO, Duration.ZERO);
    }

    /** How often it has expired since this was last asked; 0 at once when it has not. */
    public long expirations() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment count = arena.allocate(JAVA_LONG);
            long result = SystemCall.READ.call(number(), count.address(), Long.BYTES);
            if (Errno.EAGAIN.is(result)) {
                return 0;
            }
            check(result, "read");
            return count.get(JAVA_LONG, 0);
        }
    }

    /** {@code struct itimerspec}: two {@code struct timespec}, the interval and the first time. */
    private void settime(Duration interval, Duration first) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment spec = arena.allocateFrom(JAVA_LONG, interval.getSeconds(), interval.getNano(),
                    first.getSeconds(), first.getNano());
            check(SystemCall.TIMERFD_SETTIME.call(number(), 0, spec.address(), 0), "timerfd_settime");
        }
    }
}
