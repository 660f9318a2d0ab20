package dev.anole.kernel.linux;

/** What can no longer be done to a memory file, fcntl(2). */
public enum Seal implements KernelConstant {
    F_SEAL_SEAL(1),
    F_SEAL_SHRINK(2),
    F_SEAL_GROW(4),
    F_SEAL_WRITE(8),
    F_SEAL_FUTURE_WRITE(16);

    private final int value;

    Seal(int value) {
        this.value = value;
    }

    @Override
    public long value() {
        return value;
    }
}
