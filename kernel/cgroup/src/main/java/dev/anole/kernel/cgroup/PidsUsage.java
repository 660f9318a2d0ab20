package dev.anole.kernel.cgroup;

import java.util.OptionalLong;

/**
 * How many processes and threads a group and its children have.
 *
 * @param limit at most; empty for no limit
 */
public record PidsUsage(long current, OptionalLong limit) {
}
