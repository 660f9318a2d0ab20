package dev.anole.kernel.netlink;

/** {@code struct nlmsghdr}, {@code include/uapi/linux/netlink.h}. Offsets in bytes. */
final class NlmsghdrLayout {
    static final int NLMSG_LEN = 0;
    static final int NLMSG_TYPE = 4;
    static final int NLMSG_FLAGS = 6;
    static final int NLMSG_SEQ = 8;
    static final int NLMSG_PID = 12;
    static final int SIZE = 16;

    private NlmsghdrLayout() {
    }
}
