package dev.anole.kernel.netlink;

/**
 * {@code struct inet_diag_sockid}, {@code include/uapi/linux/inet_diag.h}. Ports and addresses are big-endian.
 * Offsets in bytes.
 */
final class InetDiagSockidLayout {
    static final int IDIAG_SPORT = 0;
    static final int IDIAG_DPORT = 2;
    static final int IDIAG_SRC = 4;
    static final int IDIAG_DST = 20;
    static final int IDIAG_IF = 36;
    static final int IDIAG_COOKIE = 40;
    static final int SIZE = 48;

    private InetDiagSockidLayout() {
    }
}
