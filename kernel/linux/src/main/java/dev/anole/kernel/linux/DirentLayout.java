package dev.anole.kernel.linux;

/**
 * {@code struct linux_dirent64}, {@code include/linux/dirent.h}, which is libc's {@code struct dirent} on 64-bit
 * architectures. Offsets in bytes; records follow each other, each {@code D_RECLEN} long, names end with NUL.
 */
final class DirentLayout {
    static final int D_INO = 0;
    static final int D_OFF = 8;
    static final int D_RECLEN = 16;
    static final int D_TYPE = 18;
    static final int D_NAME = 19;

    private DirentLayout() {
    }
}
