package dev.anole.operation;

import java.util.Objects;

/**
 * Who asks.
 *
 * @param name a person's or a service's name, at most {@value #NAME_MAX} characters, without control characters
 * @param role what they may do
 * @param door where they came in
 */
public record Actor(String name, Role role, Door door) {
    /** Longest name that is recorded. */
    public static final int NAME_MAX = 64;

    public Actor {
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(door, "door");
        if (name.isBlank() || name.length() > NAME_MAX || name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("an actor's name has 1 to " + NAME_MAX + " printable characters");
        }
    }
}
