package dev.anole.kernel.linux;

/** What a timer runs on, timerfd_create(2). */
public enum TimerClock implements KernelConstant {
    /** Wall time, which people and daemons set. */
    CLOCK_REALTIME(0),
    /** Since boot, without suspends; never set. */
    CLOCK_MONOTONIC(1),
    /** Since boot, suspends included; never set. */
    CLOCK_BOOTTIME(7);

    private final int value;

    TimerClock(int value) {
        this.value = value;
    }

    @Override
    public long value() {
        return value;
    }
}
