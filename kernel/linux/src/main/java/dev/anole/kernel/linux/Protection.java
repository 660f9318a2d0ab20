package dev.anole.kernel.linux;

/** What may be done with mapped memory, mmap(2). */
public enum Protection implements KernelConstant {
    PROT_READ(1),
    PROT_WRITE(2),
    PROT_EXEC(4);

    private final int value;

    Protection(int value) {
        this.value = value;
    }

    @Override
    public long value() {
        return value;
    }
}
