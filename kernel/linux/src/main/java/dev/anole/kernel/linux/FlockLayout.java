package dev.anole.kernel.linux;

/** {@code struct flock} of fcntl(2), {@code include/uapi/asm-generic/fcntl.h}. Offsets in bytes. */
final class FlockLayout {
    static final int L_TYPE = 0;
    static final int L_WHENCE = 2;
    static final int L_START = 8;
    static final int L_LEN = 16;
    static final int L_PID = 24;
    static final int SIZE = 32;

    private FlockLayout() {
    }
}
