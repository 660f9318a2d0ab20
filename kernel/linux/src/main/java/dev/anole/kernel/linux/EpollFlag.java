package dev.anole.kernel.linux;

/** What is waited for, and what happened, epoll_ctl(2). */
public enum EpollFlag implements KernelConstant {
    EPOLLIN(0x1),
    /** Exceptional: a line of mountinfo changed, a pressure trigger fired, a sysfs value was notified. */
    EPOLLPRI(0x2),
    EPOLLOUT(0x4),
    /** Always waited for. */
    EPOLLERR(0x8),
    /** Always waited for. */
    EPOLLHUP(0x10),
    EPOLLRDHUP(0x2000),
    EPOLLEXCLUSIVE(1 << 28),
    EPOLLWAKEUP(1 << 29),
    EPOLLONESHOT(1 << 30),
    /** Told once a change, not as long as it lasts. */
    EPOLLET(1 << 31);

    private final int value;

    EpollFlag(int value) {
        this.value = value;
    }

    @Override
    public long value() {
        return Integer.toUnsignedLong(value);
    }
}
