package dev.anole.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What a resident process does once at its end: by itself, or because a signal asks for it. */
final class Ending {
    private static final long SOON_MILLIS = 300;

    private final Runnable work;
    private final CountDownLatch asked = new CountDownLatch(1);
    private boolean done;

    private Ending(Runnable work) {
        this.work = work;
    }

    /** Work that is done when the process ends, whatever ends it short of SIGKILL. */
    static Ending onExit(Runnable work) {
        Ending ending = new Ending(work);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("ending").unstarted(() -> {
            ending.asked.countDown();
            ending.now();
        }));
        return ending;
    }

    /** Does it now, if it has not been done; a second caller waits until it has. */
    synchronized void now() {
        if (!done) {
            done = true;
            work.run();
        }
    }

    /** Whether somebody asks for the end now: a key that interrupts reaches a child and its parent in any order. */
    boolean askedSoon() {
        try {
            return asked.await(SOON_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Waits until a signal asks for the end. */
    void await() {
        try {
            asked.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
