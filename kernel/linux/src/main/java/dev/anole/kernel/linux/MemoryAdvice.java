package dev.anole.kernel.linux;

/** What a process tells the kernel of its plans for memory, madvise(2). */
public enum MemoryAdvice implements KernelConstant {
    MADV_NORMAL(0),
    MADV_RANDOM(1),
    MADV_SEQUENTIAL(2),
    MADV_WILLNEED(3),
    /** The content may go at once; anonymous memory reads as zeros afterwards. */
    MADV_DONTNEED(4),
    /** The content may go when memory is short. */
    MADV_FREE(8),
    MADV_REMOVE(9),
    MADV_DONTFORK(10),
    MADV_HUGEPAGE(14),
    MADV_NOHUGEPAGE(15),
    MADV_DONTDUMP(16),
    MADV_WIPEONFORK(18),
    MADV_COLD(20),
    MADV_PAGEOUT(21),
    MADV_POPULATE_READ(22),
    MADV_POPULATE_WRITE(23);

    private final int value;

    MemoryAdvice(int value) {
        this.value = value;
    }

    @Override
    public long value() {
        return value;
    }
}
