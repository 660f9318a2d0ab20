package dev.anole.kernel.linux;

/** What is done with a range of a file, fallocate(2). None: space is reserved, and the file grows. */
public enum AllocateFlag implements KernelConstant {
    FALLOC_FL_KEEP_SIZE(0x01),
    FALLOC_FL_PUNCH_HOLE(0x02),
    FALLOC_FL_COLLAPSE_RANGE(0x08),
    FALLOC_FL_ZERO_RANGE(0x10),
    FALLOC_FL_INSERT_RANGE(0x20);

    private final int value;

    AllocateFlag(int value) {
        this.value = value;
    }

    @Override
    public long value() {
        return value;
    }
}
