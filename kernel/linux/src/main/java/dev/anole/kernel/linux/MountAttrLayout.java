package dev.anole.kernel.linux;

/** {@code struct mount_attr} of mount_setattr(2), {@code include/uapi/linux/mount.h}. Offsets in bytes. */
final class MountAttrLayout {
    static final int ATTR_SET = 0;
    static final int ATTR_CLR = 8;
    static final int PROPAGATION = 16;
    static final int USERNS_FD = 24;
    static final int SIZE = 32;

    private MountAttrLayout() {
    }
}
