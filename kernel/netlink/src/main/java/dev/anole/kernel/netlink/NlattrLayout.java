package dev.anole.kernel.netlink;

/** {@code struct nlattr}, {@code include/uapi/linux/netlink.h}. Offsets in bytes. */
final class NlattrLayout {
    static final int NLA_LEN = 0;
    static final int NLA_TYPE = 2;
    static final int SIZE = 4;

    private NlattrLayout() {
    }
}
