package dev.anole.operation;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A task as a list shows it.
 *
 * @param sequence  counts what happened to tasks on this host, from 1; whoever has seen n asks for what is above n
 * @param id        its name for good
 * @param operation what was asked
 * @param input     the input as JSON, without secrets
 * @param actor     who asked
 * @param effect    what it does to the host
 * @param state     where it is
 * @param started   when it was asked for
 * @param ended     when it ended
 * @param decidedBy who approved or declined what an assistant proposed, or stopped it
 * @param problem   why it failed
 * @param output    the output as JSON, where it is one value and not larger than {@link Tasks#OUTPUT_MAX} bytes
 */
public record TaskSummary(long sequence, TaskId id, OperationName operation, String input, Actor actor, Effect effect,
                          TaskState state, Instant started, Optional<Instant> ended, Optional<String> decidedBy,
                          Optional<Problem> problem, Optional<String> output) {
    public TaskSummary {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(operation, "operation");
        Objects.requireNonNull(input, "input");
        Objects.requireNonNull(actor, "actor");
        Objects.requireNonNull(effect, "effect");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(started, "started");
        Objects.requireNonNull(ended, "ended");
        Objects.requireNonNull(decidedBy, "decidedBy");
        Objects.requireNonNull(problem, "problem");
        Objects.requireNonNull(output, "output");
        if (state.ended() != ended.isPresent()) {
            throw new IllegalArgumentException("a task has an end exactly when its state is one: " + state);
        }
    }

    /** The same under a sequence number of the log. */
    TaskSummary numbered(long number) {
        return new TaskSummary(number, id, operation, input, actor, effect, state, started, ended, decidedBy, problem, output);
    }

    /** The same, approved and running. */
    TaskSummary approved(String by) {
        return new TaskSummary(sequence, id, operation, input, actor, effect, TaskState.RUNNING, started, ended,
            Optional.of(by), problem, output);
    }

    /** The same at its end. */
    TaskSummary ended(TaskState end, Instant at, Optional<String> by, Optional<Problem> why, Optional<String> result) {
        return new TaskSummary(sequence, id, operation, input, actor, effect, end, started, Optional.of(at),
            by.or(() -> decidedBy), why, result);
    }
}
