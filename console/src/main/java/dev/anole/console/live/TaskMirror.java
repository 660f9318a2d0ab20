package dev.anole.console.live;

import dev.anole.console.store.SeenTasks;
import dev.anole.console.store.StoreException;
import dev.anole.operation.TaskSummary;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Copies what the agent tells of its tasks into the store and the audit log, every second, whatever door they came
 * through. After the agent has restarted, tasks that it does not know any more read interrupted.
 */
public final class TaskMirror implements AutoCloseable {
    /** Tasks that are asked for at a time. */
    private static final int BATCH = 200;
    private static final long EVERY_MILLIS = 1_000;

    private final AgentLink link;
    private final SeenTasks seen;
    private final Clock clock;
    private Optional<String> boot = Optional.empty();
    private volatile Optional<Thread> thread = Optional.empty();

    public TaskMirror(AgentLink link, SeenTasks seen, Clock clock) {
        this.link = Objects.requireNonNull(link, "link");
        this.seen = Objects.requireNonNull(seen, "seen");
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    public void start() {
        thread = Optional.of(Thread.ofVirtual().name("task mirror").start(() -> {
            try {
                while (true) {
                    try {
                        sync();
                    } catch (StoreException e) {
                        if (Thread.currentThread().isInterrupted()) {
                            return;   // the console stops, and its store is closed
                        }
                        // Nothing is forgotten: what was not written is asked for again.
                        System.getLogger(TaskMirror.class.getName()).log(System.Logger.Level.WARNING, e.getMessage());
                    } catch (RuntimeException e) {
                        System.getLogger(TaskMirror.class.getName()).log(System.Logger.Level.DEBUG, "tasks were not mirrored", e);
                    }
                    Thread.sleep(EVERY_MILLIS);
                }
            } catch (InterruptedException e) {
                // The console stops.
            }
        }));
    }

    /** Takes what is new, now. */
    public synchronized void sync() {
        String now = link.greet().boot();
        boolean restarted = boot.filter(now::equals).isEmpty();
        long upTo = seen.readUpTo();
        if (restarted && upTo > 0 && link.ask(a -> a.tasks(upTo - 1, 1)).isEmpty()) {
            seen.startOver();   // the agent's log ends before what was read: it has begun anew
        }
        while (true) {
            long after = seen.readUpTo();
            List<TaskSummary> told = link.ask(a -> a.tasks(after, BATCH));
            seen.take(told);
            if (told.size() < BATCH) {
                break;
            }
        }
        if (restarted) {
            for (TaskSummary task : seen.open()) {
                if (link.ask(a -> a.task(task.id())).isEmpty()) {
                    seen.interrupted(task, clock.instant());
                }
            }
            boot = Optional.of(now);
        }
    }

    /** Takes what is new before something is shown; where the agent does not answer, what was seen last is shown. */
    public void catchUp() {
        try {
            sync();
        } catch (RuntimeException e) {
            System.getLogger(TaskMirror.class.getName()).log(System.Logger.Level.DEBUG, "tasks are shown as seen last", e);
        }
    }

    @Override
    public void close() {
        thread.ifPresent(Thread::interrupt);
    }
}
