package dev.anole.kernel.linux;

/**
 * How a file is opened, open(2). {@code O_CLOEXEC} is always set and so has no constant here. Four values differ
 * on aarch64: {@code arch/arm64/include/uapi/asm/fcntl.h}.
 */
public enum OpenFlag implements KernelConstant {
    O_CREAT(0x40),
    O_EXCL(0x80),
    O_NOCTTY(0x100),
    O_TRUNC(0x200),
    O_APPEND(0x400),
    O_NONBLOCK(0x800),
    O_DSYNC(0x1000),
    O_DIRECT(0x4000, 0x10000),
    O_DIRECTORY(0x10000, 0x4000),
    O_NOFOLLOW(0x20000, 0x8000),
    O_NOATIME(0x40000),
    O_SYNC(0x101000),
    /** A file without a name in the directory that is opened; it goes when its last descriptor does. */
    O_TMPFILE(0x410000, 0x404000);

    static final int O_CLOEXEC = 0x80000;

    private final int onX86_64;
    private final int onAarch64;

    OpenFlag(int value) {
        this(value, value);
    }

    OpenFlag(int onX86_64, int onAarch64) {
        this.onX86_64 = onX86_64;
        this.onAarch64 = onAarch64;
    }

    /** The value on an architecture. */
    public long value(Architecture architecture) {
        return architecture.choose(onX86_64, onAarch64);
    }

    @Override
    public long value() {
        return value(Architecture.current());
    }
}
