package dev.anole.operation;

import java.util.Objects;
import java.util.Optional;

/**
 * One target of a change, and what becomes of it.
 *
 * @param target     what is changed
 * @param alteration what it shall be, given what it is
 * @param keys       the keys that it is about; empty where the target as a whole is meant
 */
public record Step(Target target, Alteration alteration, Optional<KeyScope> keys) {
    /** The state that a target shall have, given the one that it has; no effect of its own. */
    @FunctionalInterface
    public interface Alteration {
        /**
         * @param now      how the target is
         * @param contents has the content of {@code now}, and takes new content
         * @throws OperationException when it cannot be made so
         */
        TargetState of(TargetState now, Contents contents);
    }

    public Step {
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(alteration, "alteration");
        Objects.requireNonNull(keys, "keys");
    }

    public Step(Target target, Alteration alteration) {
        this(target, alteration, Optional.empty());
    }
}
