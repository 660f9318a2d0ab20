package dev.anole.kernel.cgroup;

import java.util.OptionalLong;

/**
 * How much processor time a group may have.
 *
 * @param quotaMicros in each period; empty for no limit
 * @param periodMicros length of a period
 * @param weight version 2: 1 to 10000, 100 is usual
 * @param shares version 1: 2 to 262144, 1024 is usual
 */
public record CpuLimit(OptionalLong quotaMicros, long periodMicros, OptionalLong weight, OptionalLong shares) {
    public CpuLimit {
        if (periodMicros <= 0) {
            throw new IllegalArgumentException("a period of " + periodMicros + " microseconds");
        }
    }
}
