package dev.anole.kernel.cgroup;

import java.util.OptionalLong;

/**
 * What the memory of a group and its children is, in bytes; the last three are counts since it was made. Version 1
 * gives its {@code total_…} values.
 *
 * @param fileBytes page cache, shared memory and tmpfs included
 * @param kernelBytes for the kernel's own structures; version 2 since Linux 5.18
 * @param slabBytes version 2 only
 * @param socketBytes version 2 only
 * @param majorFaults those that had to wait for a device
 * @param fileRefaults pages of files that were read in again soon after they had been dropped: memory is short
 */
public record MemoryBreakdown(long anonymousBytes, long fileBytes, long sharedBytes, long mappedBytes, long dirtyBytes,
                              long writebackBytes, long activeFileBytes, long inactiveFileBytes,
                              OptionalLong kernelBytes, OptionalLong slabBytes, OptionalLong socketBytes,
                              long faults, long majorFaults, long fileRefaults) {
}
