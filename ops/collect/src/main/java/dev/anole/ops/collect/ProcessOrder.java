package dev.anole.ops.collect;

import java.util.Comparator;
import java.util.function.ToDoubleFunction;

/** What processes are sorted by: the largest first, but for {@link #PID}. What is not known comes last. */
public enum ProcessOrder {
    CPU(ProcessSample::cpuPercent), MEMORY(p -> p.residentBytes()), READ(ProcessSample::readBytesPerSecond),
    WRITE(ProcessSample::writeBytesPerSecond), CPU_WAIT(ProcessSample::runDelayMsPerSecond),
    DISK_WAIT(ProcessSample::diskWaitMsPerSecond), THREADS(ProcessSample::threads),
    DESCRIPTORS(p -> p.descriptors().map(Integer::doubleValue).orElse(Double.NaN)), FAULTS(ProcessSample::majorFaultsPerSecond),
    PID(p -> -p.pid());

    private final ToDoubleFunction<ProcessSample> measure;

    ProcessOrder(ToDoubleFunction<ProcessSample> measure) {
        this.measure = measure;
    }

    Comparator<ProcessSample> comparator() {
        return Comparator.comparingDouble((ProcessSample p) -> {
            double value = measure.applyAsDouble(p);
            return Double.isNaN(value) ? Double.NEGATIVE_INFINITY : value;
        }).reversed().thenComparingInt(ProcessSample::pid);
    }
}
