package dev.anole.kernel.netlink;

/** {@code struct inet_diag_req_v2}, {@code include/uapi/linux/inet_diag.h}. Offsets in bytes. */
final class InetDiagReqV2Layout {
    static final int SDIAG_FAMILY = 0;
    static final int SDIAG_PROTOCOL = 1;
    static final int IDIAG_EXT = 2;
    static final int IDIAG_STATES = 4;
    static final int ID = 8;
    static final int SIZE = 56;

    private InetDiagReqV2Layout() {
    }
}
