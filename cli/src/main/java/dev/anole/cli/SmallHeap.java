package dev.anole.cli;

import java.time.Duration;

/**
 * Keeps the heap of a process that stays near what it holds. The serial collector lets its old generation grow to the
 * maximum before it looks there, and what a page or a minute of samples has left behind stays resident until then:
 * after ten minutes the console took 20 MB for garbage. Looking once a minute costs about 30 ms of it and gives that
 * back, while the maximum stays high enough for a large answer.
 */
final class SmallHeap {
    private static final Duration PAUSE = Duration.ofMinutes(1);
    /** Growth since the last look that is worth another one. */
    private static final long SLACK_BYTES = 4 << 20;

    private SmallHeap() {
    }

    /** From now on, until the process ends. */
    static void keep() {
        Thread.ofVirtual().name("small heap").start(() -> {
            long held = 0;
            try {
                while (true) {
                    Thread.sleep(PAUSE);
                    if (used() - held > SLACK_BYTES) {
                        System.gc();
                        held = used();
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private static long used() {
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
