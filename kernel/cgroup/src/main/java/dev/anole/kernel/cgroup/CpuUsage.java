package dev.anole.kernel.cgroup;

/**
 * Processor time that a group and its children have used, in microseconds since it was made.
 *
 * @param usageMicros in all
 * @param userMicros in programs
 * @param systemMicros in the kernel for them
 */
public record CpuUsage(long usageMicros, long userMicros, long systemMicros) {
}
