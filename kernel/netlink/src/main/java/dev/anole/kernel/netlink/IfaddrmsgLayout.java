package dev.anole.kernel.netlink;

/** {@code struct ifaddrmsg}, {@code include/uapi/linux/if_addr.h}. Offsets in bytes. */
final class IfaddrmsgLayout {
    static final int IFA_FAMILY = 0;
    static final int IFA_PREFIXLEN = 1;
    static final int IFA_FLAGS = 2;
    static final int IFA_SCOPE = 3;
    static final int IFA_INDEX = 4;
    static final int SIZE = 8;

    private IfaddrmsgLayout() {
    }
}
