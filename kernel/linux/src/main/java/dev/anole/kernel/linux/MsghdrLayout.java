package dev.anole.kernel.linux;

/** {@code struct msghdr} of sendmsg(2): {@code user_msghdr} in {@code include/linux/socket.h}. Offsets in bytes. */
final class MsghdrLayout {
    static final int MSG_NAME = 0;
    static final int MSG_NAMELEN = 8;
    static final int MSG_IOV = 16;
    static final int MSG_IOVLEN = 24;
    static final int MSG_CONTROL = 32;
    static final int MSG_CONTROLLEN = 40;
    static final int MSG_FLAGS = 48;
    static final int SIZE = 56;

    private MsghdrLayout() {
    }
}
