package dev.anole.kernel.netlink;

/** {@code struct inet_diag_msg}, {@code include/uapi/linux/inet_diag.h}. Offsets in bytes. */
final class InetDiagMsgLayout {
    static final int IDIAG_FAMILY = 0;
    static final int IDIAG_STATE = 1;
    static final int IDIAG_TIMER = 2;
    static final int IDIAG_RETRANS = 3;
    static final int ID = 4;
    static final int IDIAG_EXPIRES = 52;
    static final int IDIAG_RQUEUE = 56;
    static final int IDIAG_WQUEUE = 60;
    static final int IDIAG_UID = 64;
    static final int IDIAG_INODE = 68;
    static final int SIZE = 72;

    private InetDiagMsgLayout() {
    }
}
