package dev.anole.kernel.netlink;

import java.util.Optional;

/** What a task has waited for, {@code Documentation/accounting/delay-accounting.rst}, or why that is not known. */
public sealed interface TaskDelays {
    /**
     * What was measured, since the task began or since it was switched on, whichever came later. A task that was there
     * before it was switched on only has its wait for a processor.
     *
     * @param processor runnable, but not running
     * @param blockDevice for input and output
     * @param swapIn for pages that had been swapped out
     * @param reclaim for memory to be freed
     * @param thrashing for pages of files that had just been dropped
     * @param compaction for memory to be moved together; Linux 5.17
     * @param copyOnWrite for copies of pages; Linux 5.19
     */
    record Measured(Delay processor, Delay blockDevice, Delay swapIn, Delay reclaim, Delay thrashing,
                    Optional<Delay> compaction, Optional<Delay> copyOnWrite) implements TaskDelays {
    }

    /**
     * Not measured.
     *
     * @param remedy what a person can do
     */
    record Unavailable(String reason, String remedy) implements TaskDelays {
    }

    /** How often, and how long in all. */
    record Delay(long count, long totalNanos) {
    }
}
