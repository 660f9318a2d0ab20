package dev.anole.kernel.linux;

/**
 * {@code struct statfs} on 64-bit architectures, {@code include/uapi/asm-generic/statfs.h}. Offsets in bytes.
 */
final class StatfsLayout {
    static final int F_TYPE = 0;
    static final int F_BSIZE = 8;
    static final int F_BLOCKS = 16;
    static final int F_BFREE = 24;
    static final int F_BAVAIL = 32;
    static final int F_FILES = 40;
    static final int F_FFREE = 48;
    static final int F_NAMELEN = 64;
    static final int F_FRSIZE = 72;
    static final int F_FLAGS = 80;
    static final int SIZE = 120;

    private StatfsLayout() {
    }
}
