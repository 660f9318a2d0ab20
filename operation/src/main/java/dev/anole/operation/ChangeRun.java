package dev.anole.operation;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One time that a change was made, taken back or made again.
 *
 * @param kind    which of them
 * @param begun   when its record was on disk, before its first effect
 * @param actor   who asked
 * @param task    in which task
 * @param moves   what it does to which target, in order
 * @param ended   when its outcome was on disk
 * @param outcome how it ended; empty while it is under way, and after its process died
 * @param note    why, where it did not simply succeed; otherwise empty
 */
public record ChangeRun(Kind kind, Instant begun, Actor actor, String task, List<Move> moves, Optional<Instant> ended,
                        Optional<Outcome> outcome, Text note) {
    /** What a run does. */
    public enum Kind { APPLY, UNDO, REDO }

    /** How a run ended. */
    public enum Outcome {
        /** All targets read back as they should be. */
        DONE,
        /** Its process died after the last effect; recovery found everything made. */
        FINISHED,
        /** What it had done was taken back. */
        REVERTED,
        /** Its process died and a target has been changed by others since; recovery touched nothing. */
        CONFLICTED;

        /** Whether the targets are as the run was to make them. */
        public boolean succeeded() {
            return this == DONE || this == FINISHED;
        }
    }

    public ChangeRun {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(begun, "begun");
        Objects.requireNonNull(actor, "actor");
        Objects.requireNonNull(task, "task");
        moves = List.copyOf(moves);
        Objects.requireNonNull(note, "note");
        if (ended.isPresent() != outcome.isPresent()) {
            throw new IllegalArgumentException("a run has an end exactly when it has an outcome");
        }
    }
}
