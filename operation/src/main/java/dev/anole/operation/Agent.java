package dev.anole.operation;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The one who does operations on a host, in this process ({@link Tasks}) or behind a socket. Every door speaks to this
 * and to nothing else, so a call is authorised, recorded and run in one way.
 */
public interface Agent extends AutoCloseable {
    /** The host as it introduces itself. */
    Greeting greeting();

    /** Each operation with what its probe says on that host now. */
    List<Probed> probes();

    /**
     * Checks the right, records the task and runs it; or, for an assistant's change, records it as proposed.
     *
     * @param input the input of that operation's shape
     * @throws OperationException when it is unknown, forbidden or unavailable, before anything has happened
     */
    TaskId start(OperationName operation, Record input, Actor actor, Mode mode);

    /**
     * Tells all that has happened to a task and all that follows, in this thread, until it ends. A stream has exactly
     * one follower, and ends when that one leaves.
     *
     * @throws OperationException when the task is not known
     */
    void follow(TaskId task, Consumer<? super TaskEvent> reader) throws InterruptedException;

    /** The tasks that something has happened to since a sequence number, oldest first, at most {@code limit}. */
    List<TaskSummary> tasks(long afterSequence, int limit);

    Optional<TaskSummary> task(TaskId id);

    /** Stops a running task, or declines a proposed one. */
    void stop(TaskId task, Actor actor);

    /** Lets a proposed task run; the actor is a person with the right to run it. */
    void approve(TaskId task, Actor actor);

    @Override
    void close();

    /**
     * @param version  Anole's version there
     * @param host     its name
     * @param root     whether it runs with root's rights
     * @param boot     names the agent's process: another value means that it has restarted
     */
    record Greeting(String version, String host, boolean root, String boot) {
    }

    /** An operation and whether it works there. */
    record Probed(OperationName operation, Probe probe) {
    }
}
