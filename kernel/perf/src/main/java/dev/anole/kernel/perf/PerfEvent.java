package dev.anole.kernel.perf;

import dev.anole.kernel.linux.KernelConstant;

/** Something that can be counted, perf_event_open(2). */
public sealed interface PerfEvent extends KernelConstant permits SoftwareEvent, HardwareEvent {
    /** {@code PERF_TYPE_*}. */
    int type();
}
