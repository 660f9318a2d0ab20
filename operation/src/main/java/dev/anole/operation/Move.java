package dev.anole.operation;

import java.util.Objects;
import java.util.Optional;

/**
 * One target's way from one state to another.
 *
 * @param target       what moves
 * @param from         the state that it must be in
 * @param to           the state that it gets
 * @param confidential whether somebody on the host may not read it: its content is then not shown to everybody either
 * @param keys         the keys that it is about, where the rest of the file may change independently
 */
public record Move(Target target, TargetState from, TargetState to, boolean confidential, Optional<KeyScope> keys) {
    public Move {
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
        Objects.requireNonNull(keys, "keys");
    }

    /** The way back. */
    public Move reversed() {
        return new Move(target, to, from, confidential, keys);
    }
}
