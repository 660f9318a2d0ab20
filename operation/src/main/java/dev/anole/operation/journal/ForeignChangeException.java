package dev.anole.operation.journal;

import dev.anole.operation.Move;
import dev.anole.operation.TargetState;

/** A target was not in the state that a run expected at the moment of its effect: somebody else is changing it too. */
final class ForeignChangeException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Move move;
    private final transient TargetState now;

    ForeignChangeException(Move move, TargetState now) {
        super(move.target().subject() + " was changed by others meanwhile");
        this.move = move;
        this.now = now;
    }

    Move move() {
        return move;
    }

    TargetState now() {
        return now;
    }
}
