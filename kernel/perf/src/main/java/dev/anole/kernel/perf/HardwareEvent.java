package dev.anole.kernel.perf;

/** What a processor counts, where it has counters and a hypervisor lets them through: ask {@link PerfProbe} first. */
public enum HardwareEvent implements PerfEvent {
    PERF_COUNT_HW_CPU_CYCLES(0),
    PERF_COUNT_HW_INSTRUCTIONS(1),
    /** Of the last cache level, usually. */
    PERF_COUNT_HW_CACHE_REFERENCES(2),
    PERF_COUNT_HW_CACHE_MISSES(3),
    PERF_COUNT_HW_BRANCH_INSTRUCTIONS(4),
    PERF_COUNT_HW_BRANCH_MISSES(5),
    PERF_COUNT_HW_BUS_CYCLES(6),
    PERF_COUNT_HW_STALLED_CYCLES_FRONTEND(7),
    PERF_COUNT_HW_STALLED_CYCLES_BACKEND(8),
    PERF_COUNT_HW_REF_CPU_CYCLES(9);

    static final int PERF_TYPE_HARDWARE = 0;

    private final int value;

    HardwareEvent(int value) {
        this.value = value;
    }

    @Override
    public long value() {
        return value;
    }

    @Override
    public int type() {
        return PERF_TYPE_HARDWARE;
    }
}
