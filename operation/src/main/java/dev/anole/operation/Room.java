package dev.anole.operation;

import java.util.List;
import java.util.Objects;

/**
 * A room of the house as its list of operations. The list is written by hand, one line each; nothing is scanned.
 *
 * @param name       the room's name, such as {@code ops/collect}
 * @param title      what people call it, the heading over its operations
 * @param operations what it can do
 */
public record Room(String name, Text title, List<Operation<?, ?>> operations) {
    public Room {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(title, "title");
        operations = List.copyOf(operations);
    }
}
