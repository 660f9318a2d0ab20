package dev.anole.kernel.cgroup;

import java.util.OptionalLong;

/**
 * How much memory is charged to a group and its children, in bytes.
 *
 * @param currentBytes now, page cache included
 * @param limitBytes at most; empty for no limit
 * @param peakBytes the most there has been, where the kernel tells
 * @param swapBytes swapped out, where that is counted
 */
public record MemoryUsage(long currentBytes, OptionalLong limitBytes, OptionalLong peakBytes,
                          OptionalLong swapBytes) {
}
