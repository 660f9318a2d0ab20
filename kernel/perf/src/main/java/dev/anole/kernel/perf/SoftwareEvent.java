package dev.anole.kernel.perf;

/** What the kernel itself counts; there on every machine. */
public enum SoftwareEvent implements PerfEvent {
    /** Nanoseconds of a processor's clock. */
    PERF_COUNT_SW_CPU_CLOCK(0),
    /** Nanoseconds that a task ran. */
    PERF_COUNT_SW_TASK_CLOCK(1),
    PERF_COUNT_SW_PAGE_FAULTS(2),
    PERF_COUNT_SW_CONTEXT_SWITCHES(3),
    /** A task went on at another processor. */
    PERF_COUNT_SW_CPU_MIGRATIONS(4),
    PERF_COUNT_SW_PAGE_FAULTS_MIN(5),
    /** Page faults that had to wait for a device. */
    PERF_COUNT_SW_PAGE_FAULTS_MAJ(6),
    PERF_COUNT_SW_ALIGNMENT_FAULTS(7),
    PERF_COUNT_SW_EMULATION_FAULTS(8);

    static final int PERF_TYPE_SOFTWARE = 1;

    private final int value;

    SoftwareEvent(int value) {
        this.value = value;
    }

    @Override
    public long value() {
        return value;
    }

    @Override
    public int type() {
        return PERF_TYPE_SOFTWARE;
    }
}
