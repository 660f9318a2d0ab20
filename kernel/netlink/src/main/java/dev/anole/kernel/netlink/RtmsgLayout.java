package dev.anole.kernel.netlink;

/** {@code struct rtmsg}, {@code include/uapi/linux/rtnetlink.h}. Offsets in bytes. */
final class RtmsgLayout {
    static final int RTM_FAMILY = 0;
    static final int RTM_DST_LEN = 1;
    static final int RTM_SRC_LEN = 2;
    static final int RTM_TOS = 3;
    static final int RTM_TABLE = 4;
    static final int RTM_PROTOCOL = 5;
    static final int RTM_SCOPE = 6;
    static final int RTM_TYPE = 7;
    static final int RTM_FLAGS = 8;
    static final int SIZE = 12;

    private RtmsgLayout() {
    }
}
