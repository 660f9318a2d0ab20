package dev.anole.kernel.netlink;

/** {@code struct sockaddr_nl}, {@code include/uapi/linux/netlink.h}. Offsets in bytes. */
final class SockaddrNlLayout {
    static final int NL_FAMILY = 0;
    static final int NL_PID = 4;
    static final int NL_GROUPS = 8;
    static final int SIZE = 12;

    private SockaddrNlLayout() {
    }
}
