package dev.anole.kernel.cgroup;

import java.util.Optional;

/**
 * Pressure stall information, or why there is none: a host without it is not a host without pressure.
 * {@code Documentation/accounting/psi.rst}.
 */
public sealed interface PressureReading {
    /**
     * What was measured.
     *
     * @param some at least one process waited
     * @param full all that were not idle waited at once; the kernel of a host leaves it out, or at zero, for the cpu
     */
    record Pressure(Optional<Share> some, Optional<Share> full) implements PressureReading {
    }

    /**
     * Nothing was measured.
     *
     * @param reason such as "this kernel was started without psi=1"
     * @param remedy what a person can do; may be empty
     */
    record Unavailable(String reason, String remedy) implements PressureReading {
    }

    /**
     * The share of time that was lost.
     *
     * @param avg10Percent over the last ten seconds, 0 to 100
     * @param avg60Percent over the last minute
     * @param avg300Percent over the last five minutes
     * @param totalMicros microseconds in all; the difference of two readings is exact
     */
    record Share(double avg10Percent, double avg60Percent, double avg300Percent, long totalMicros) {
    }
}
