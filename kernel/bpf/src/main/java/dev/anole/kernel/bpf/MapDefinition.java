package dev.anole.kernel.bpf;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A map as an object defines it, before there is one.
 *
 * @param keyBytes 0 for maps without keys
 * @param valueBytes of one CPU's value, where each has its own
 * @param flags {@code BPF_F_*} of map creation
 * @param extra by type: for a bloom filter, how many hashes
 * @param keyType in the object's BTF, 0 when not said
 * @param valueType in the object's BTF, 0 when not said
 * @param pinnedByName whether it is shared under its name, {@code LIBBPF_PIN_BY_NAME}
 * @param inner what its values look like, when they are maps
 * @param slots what its elements shall hold from the start: maps or programs of the same object, by their names
 */
public record MapDefinition(String name, MapType type, int keyBytes, int valueBytes, int entriesMax, int flags,
                            int numaNode, long extra, int keyType, int valueType, boolean pinnedByName,
                            Optional<MapDefinition> inner, List<Slot> slots) {
    public static final int BPF_F_NO_PREALLOC = 1;
    public static final int BPF_F_NUMA_NODE = 1 << 2;
    public static final int BPF_F_RDONLY_PROG = 1 << 7;
    public static final int BPF_F_MMAPABLE = 1 << 10;

    /** {@code BPF_OBJ_NAME_LEN} without its NUL. */
    static final int NAME_BYTES_MAX = 15;

    /**
     * An element that is filled in before programs run.
     *
     * @param index from 0
     * @param target the map's or function's name
     */
    public record Slot(int index, String target) {
    }

    public MapDefinition {
        Objects.requireNonNull(name, "name");
        slots = List.copyOf(slots);
        if (keyBytes < 0 || valueBytes < 0) {
            throw new IllegalArgumentException("map " + name + " has sizes below 0");
        }
    }

    /** A map without BTF. */
    public static MapDefinition of(String name, MapType type, int keyBytes, int valueBytes, int entriesMax) {
        return new MapDefinition(name, type, keyBytes, valueBytes, entriesMax, 0, 0, 0, 0, 0, false,
                Optional.empty(), List.of());
    }

    /** The same with another bound; a ring buffer's is its bytes. */
    public MapDefinition withEntriesMax(int entries) {
        return new MapDefinition(name, type, keyBytes, valueBytes, entries, flags, numaNode, extra, keyType, valueType,
                pinnedByName, inner, slots);
    }

    /** The same with flags. */
    public MapDefinition withFlags(int newFlags) {
        return new MapDefinition(name, type, keyBytes, valueBytes, entriesMax, newFlags, numaNode, extra, keyType,
                valueType, pinnedByName, inner, slots);
    }
}
