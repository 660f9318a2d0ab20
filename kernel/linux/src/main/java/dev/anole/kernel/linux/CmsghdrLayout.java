package dev.anole.kernel.linux;

/** {@code struct cmsghdr}, cmsg(3), {@code include/linux/socket.h}. Its data follows. Offsets in bytes. */
final class CmsghdrLayout {
    static final int CMSG_LEN = 0;
    static final int CMSG_LEVEL = 8;
    static final int CMSG_TYPE = 12;
    static final int SIZE = 16;

    private CmsghdrLayout() {
    }
}
