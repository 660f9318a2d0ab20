package dev.anole.console.page;

import dev.anole.operation.Text;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** The measured columns of a process table, by the name that stands in {@code ?sort=-diskwait}. */
enum ProcessColumn {
    DISK_WAIT("diskwait", Text.of("Disk wait", "磁盘等待"), "ms/s", 100, 1000, "", ProcessRow::diskWaitMsPerSecond),
    CPU("cpu", Text.of("CPU", "CPU"), "%", 400, 100, "", ProcessRow::cpuPercent),
    MEMORY("memory", Text.of("Memory", "内存"), "B", Double.POSITIVE_INFINITY, 0, "", ProcessRow::residentBytes),
    READS("reads", Text.of("Reads", "读"), "B/s", Double.POSITIVE_INFINITY, 0, "hide-s hide-m", ProcessRow::readBytesPerSecond),
    WRITES("writes", Text.of("Writes", "写"), "B/s", Double.POSITIVE_INFINITY, 0, "hide-s", ProcessRow::writeBytesPerSecond),
    CPU_WAIT("cpuwait", Text.of("CPU wait", "等 CPU"), "ms/s", 200, 0, "hide-s hide-m", ProcessRow::cpuWaitMsPerSecond),
    THREADS("threads", Text.of("Threads", "线程"), "", Double.POSITIVE_INFINITY, 0, "hide-s hide-m", ProcessRow::threads),
    DESCRIPTORS("descriptors", Text.of("Descriptors", "描述符"), "", Double.POSITIVE_INFINITY, 0, "hide-s hide-m", ProcessRow::descriptors);

    private final String key;
    private final Text label;
    private final String unit;
    private final double hot;
    private final double full;
    private final String hidden;
    private final ToDoubleFunction<ProcessRow> value;

    /**
     * @param hot    from this value on it is marked
     * @param full   what a whole bar stands for; 0 where there is none
     * @param hidden on which widths it is left out
     */
    ProcessColumn(String key, Text label, String unit, double hot, double full, String hidden, ToDoubleFunction<ProcessRow> value) {
        this.key = key;
        this.label = label;
        this.unit = unit;
        this.hot = hot;
        this.full = full;
        this.hidden = hidden;
        this.value = value;
    }

    static Optional<ProcessColumn> of(String key) {
        return Stream.of(values()).filter(c -> c.key.equals(key)).findFirst();
    }

    /** What shows who takes most of a resource. */
    static ProcessColumn of(Resource resource) {
        return switch (resource) {
            case CPU, NETWORK -> CPU;
            case MEMORY -> MEMORY;
            case DISK -> DISK_WAIT;
        };
    }

    String key() {
        return key;
    }

    Text label() {
        return label;
    }

    String unit() {
        return unit;
    }

    double hot() {
        return hot;
    }

    double full() {
        return full;
    }

    String hidden() {
        return hidden;
    }

    double value(ProcessRow row) {
        return value.applyAsDouble(row);
    }
}
