package dev.anole.kernel.linux;

/** {@code struct termios} as the kernel has it, {@code include/uapi/asm-generic/termbits.h}. Offsets in bytes. */
final class TermiosLayout {
    static final int C_IFLAG = 0;
    static final int C_OFLAG = 4;
    static final int C_CFLAG = 8;
    static final int C_LFLAG = 12;
    static final int C_LINE = 16;
    static final int C_CC = 17;
    static final int SIZE = 36;

    private TermiosLayout() {
    }
}
