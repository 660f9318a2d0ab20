package dev.anole.kernel.netlink;

/** {@code struct ifinfomsg}, {@code include/uapi/linux/rtnetlink.h}. Offsets in bytes. */
final class IfinfomsgLayout {
    static final int IFI_FAMILY = 0;
    static final int IFI_TYPE = 2;
    static final int IFI_INDEX = 4;
    static final int IFI_FLAGS = 8;
    static final int IFI_CHANGE = 12;
    static final int SIZE = 16;

    private IfinfomsgLayout() {
    }
}
