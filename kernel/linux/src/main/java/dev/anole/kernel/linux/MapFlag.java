package dev.anole.kernel.linux;

/** How memory is mapped, mmap(2). */
public enum MapFlag implements KernelConstant {
    /** Changes reach the file and everybody who maps it. */
    MAP_SHARED(0x01),
    /** Changes stay here, on a copy of the page. */
    MAP_PRIVATE(0x02),
    MAP_FIXED_NOREPLACE(0x100000),
    /** No file: zeros. */
    MAP_ANONYMOUS(0x20),
    MAP_LOCKED(0x2000),
    MAP_NORESERVE(0x4000),
    /** All pages are read in before the call returns. */
    MAP_POPULATE(0x8000),
    MAP_HUGETLB(0x40000),
    MAP_STACK(0x20000);

    private final int value;

    MapFlag(int value) {
        this.value = value;
    }

    @Override
    public long value() {
        return value;
    }
}
