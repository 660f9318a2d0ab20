package dev.anole.kernel.cgroup;

/**
 * How often a group has had to wait because its quota was used up: {@code cpu.stat}. All are counts since it was made.
 *
 * @param periods that have gone by with work to do
 * @param throttledPeriods in which it had to wait
 * @param throttledMicros how long, summed over its processors
 */
public record CpuThrottling(long periods, long throttledPeriods, long throttledMicros) {
}
