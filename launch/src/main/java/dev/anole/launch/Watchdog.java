package dev.anole.launch;

import java.time.Duration;
import java.util.List;

/**
 * Ends a process, and what it started, that takes too long. It does so by the process's handle: the {@link Process}'s own
 * methods would close the stream that somebody still reads, who would then see a failure instead of the end.
 */
final class Watchdog implements AutoCloseable {

    private final Thread thread;
    private volatile boolean bit;

    Watchdog(ProcessHandle watched, Duration patience) {
        this.thread = Thread.ofVirtual().name("watchdog of " + watched.pid()).start(() -> {
            try {
                Thread.sleep(patience);
                bit = true;
                List<ProcessHandle> started = watched.descendants().toList();
                // The parent first: it would start a child again that died.
                watched.destroyForcibly();
                started.forEach(ProcessHandle::destroyForcibly);
            } catch (InterruptedException calledOff) {
                // In time.
            }
        });
    }

    /** Whether it took too long. */
    boolean bit() {
        return bit;
    }

    /** Calls it off. */
    @Override
    public void close() {
        thread.interrupt();
    }
}
