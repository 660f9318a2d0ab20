package dev.anole.kernel.linux;

/** {@code struct pollfd}, {@code include/uapi/asm-generic/poll.h}. Offsets in bytes. */
final class PollfdLayout {
    static final int FD = 0;
    static final int EVENTS = 4;
    static final int REVENTS = 6;
    static final int SIZE = 8;

    private PollfdLayout() {
    }
}
