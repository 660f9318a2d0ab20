package dev.anole.kernel.cgroup;

import java.util.OptionalLong;

/**
 * How often a group ran into its limits, counted since it was made.
 *
 * @param low below its protection; version 2 only
 * @param high over {@code memory.high} and slowed down; version 2 only
 * @param max at its limit: {@code memory.events} "max", or {@code memory.failcnt}
 * @param outOfMemory the limit could not be kept by freeing memory; version 2 only
 * @param killed processes killed for it
 */
public record MemoryEvents(OptionalLong low, OptionalLong high, long max, OptionalLong outOfMemory, long killed) {
}
