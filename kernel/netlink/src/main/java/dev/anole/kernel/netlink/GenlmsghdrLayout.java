package dev.anole.kernel.netlink;

/** {@code struct genlmsghdr}, {@code include/uapi/linux/genetlink.h}. Offsets in bytes. */
final class GenlmsghdrLayout {
    static final int CMD = 0;
    static final int VERSION = 1;
    static final int SIZE = 4;

    private GenlmsghdrLayout() {
    }
}
