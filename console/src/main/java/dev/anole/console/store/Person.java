package dev.anole.console.store;

import dev.anole.operation.Actor;
import dev.anole.operation.Role;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Somebody who may come in.
 *
 * @param id       for good; a name can be given to another after its bearer has left
 * @param name     as it stands in the audit log
 * @param role     what they may do
 * @param created  since when they are known
 * @param disabled since when they may no longer come in
 */
public record Person(String id, String name, Role role, Instant created, Optional<Instant> disabled) {
    public Person {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(created, "created");
        Objects.requireNonNull(disabled, "disabled");
        checkName(name);
    }

    /** @throws IllegalArgumentException for a name that no {@link Actor} can have */
    public static String checkName(String name) {
        return new Actor(name.strip(), Role.VIEWER, dev.anole.operation.Door.CONSOLE).name();
    }
}
