package dev.anole.kernel.linux;

/** {@code struct winsize} of ioctl_tty(2), {@code include/uapi/asm-generic/termios.h}. Offsets in bytes. */
final class WinsizeLayout {
    static final int WS_ROW = 0;
    static final int WS_COL = 2;
    static final int WS_XPIXEL = 4;
    static final int WS_YPIXEL = 6;
    static final int SIZE = 8;

    private WinsizeLayout() {
    }
}
