package dev.anole.kernel.linux;

/** {@code struct open_how} of openat2(2), {@code include/uapi/linux/openat2.h}. Offsets in bytes. */
final class OpenHowLayout {
    static final int FLAGS = 0;
    static final int MODE = 8;
    static final int RESOLVE = 16;
    static final int SIZE = 24;

    private OpenHowLayout() {
    }
}
