package dev.anole.kernel.netlink;

/** {@code struct nlmsgerr}, {@code include/uapi/linux/netlink.h}. Offsets in bytes. */
final class NlmsgerrLayout {
    static final int ERROR = 0;
    static final int MSG = 4;
    static final int SIZE = 20;

    private NlmsgerrLayout() {
    }
}
