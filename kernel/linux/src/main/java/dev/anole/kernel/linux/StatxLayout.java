package dev.anole.kernel.linux;

/** {@code struct statx}, {@code include/uapi/linux/stat.h}. Offsets in bytes. */
final class StatxLayout {
    static final int STX_MASK = 0;
    static final int STX_BLKSIZE = 4;
    static final int STX_ATTRIBUTES = 8;
    static final int STX_NLINK = 16;
    static final int STX_UID = 20;
    static final int STX_GID = 24;
    static final int STX_MODE = 28;
    static final int STX_INO = 32;
    static final int STX_SIZE = 40;
    static final int STX_BLOCKS = 48;
    static final int STX_ATTRIBUTES_MASK = 56;
    static final int STX_ATIME = 64;
    static final int STX_BTIME = 80;
    static final int STX_CTIME = 96;
    static final int STX_MTIME = 112;
    static final int STX_RDEV_MAJOR = 128;
    static final int STX_RDEV_MINOR = 132;
    static final int STX_DEV_MAJOR = 136;
    static final int STX_DEV_MINOR = 140;
    static final int STX_MNT_ID = 144;
    static final int SIZE = 256;

    private StatxLayout() {
    }
}
