package dev.anole.operation;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** All operations of the house, by name. */
public final class Catalog {
    private final List<Room> rooms;
    private final TreeMap<OperationName, Operation<?, ?>> byName = new TreeMap<>();

    public Catalog(List<Room> rooms) {
        this.rooms = List.copyOf(rooms);
        for (Room room : rooms) {
            for (Operation<?, ?> operation : room.operations()) {
                Operation<?, ?> other = byName.put(operation.name(), operation);
                if (other != null) {
                    throw new IllegalArgumentException("two operations are called " + operation.name());
                }
            }
        }
    }

    public List<Room> rooms() {
        return rooms;
    }

    /** All of them, in the order of their names. */
    public Collection<Operation<?, ?>> operations() {
        return java.util.Collections.unmodifiableCollection(byName.values());
    }

    public Optional<Operation<?, ?>> find(OperationName name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The operation, or a sentence that names the nearest ones. */
    public Operation<?, ?> get(OperationName name) {
        return find(name).orElseThrow(() -> OperationException.notFound(
            Text.of("there is no operation \"" + name + "\"", "没有名为“" + name + "”的操作"),
            Text.of("see anole --help", "参见 anole --help")));
    }

    Map<OperationName, Operation<?, ?>> byName() {
        return java.util.Collections.unmodifiableMap(byName);
    }
}
