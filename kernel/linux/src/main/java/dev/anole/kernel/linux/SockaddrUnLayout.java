package dev.anole.kernel.linux;

/** {@code struct sockaddr_un}, unix(7), {@code include/uapi/linux/un.h}. Offsets in bytes. */
final class SockaddrUnLayout {
    static final int SUN_FAMILY = 0;
    static final int SUN_PATH = 2;
    static final int SIZE = 110;

    private SockaddrUnLayout() {
    }
}
