package dev.anole.kernel.linux;

/** {@code siginfo_t} as waitid(2) fills it, {@code include/uapi/asm-generic/siginfo.h}. Offsets in bytes. */
final class SiginfoLayout {
    static final int SI_SIGNO = 0;
    static final int SI_CODE = 8;
    static final int SI_PID = 16;
    static final int SI_UID = 20;
    static final int SI_STATUS = 24;
    static final int SIZE = 128;

    private SiginfoLayout() {
    }
}
