package dev.anole.kernel.perf;

/** Whose events are counted. */
public sealed interface PerfTarget {
    /**
     * One thread, wherever it runs.
     *
     * @param tid its number; 0 is the calling thread
     */
    record Task(int tid) implements PerfTarget {
        public Task {
            if (tid < 0) {
                throw new IllegalArgumentException("no thread has the number " + tid);
            }
        }
    }

    /** Everything that runs on one processor; needs CAP_PERFMON, or kernel.perf_event_paranoid at 0 or below. */
    record Processor(int number) implements PerfTarget {
        public Processor {
            if (number < 0) {
                throw new IllegalArgumentException("no processor has the number " + number);
            }
        }
    }
}
