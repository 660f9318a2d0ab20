package dev.anole.kernel.linux;

/**
 * {@code struct epoll_event}, {@code include/uapi/linux/eventpoll.h}: packed on x86-64, and only there. Offsets in
 * bytes.
 */
final class EpollEventLayout {
    static final int EVENTS = 0;
    static final int DATA = Architecture.current().choose(4, 8);
    static final int SIZE = Architecture.current().choose(12, 16);

    private EpollEventLayout() {
    }
}
