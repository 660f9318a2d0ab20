package dev.anole.kernel.bpf;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;

/**
 * Reads maps from the section {@code .maps}, where a map is a variable whose type says everything, as libbpf's
 * {@code __uint} and {@code __type} write it: {@code int (*type)[BPF_MAP_TYPE_HASH]} is a number, {@code u64 *value} a
 * type.
 */
final class MapReader {
    private static final int NESTING_MAX = 2;

    private final Btf btf;
    private final String subject;
    /** Where each variable's slots lead: by section offset, the names that relocations write there. */
    private final NavigableMap<Long, String> targets;

    MapReader(Btf btf, String subject, NavigableMap<Long, String> targets) {
        this.btf = btf;
        this.subject = subject;
        this.targets = targets;
    }

    /** All maps of the section, by offset in it. */
    Map<Integer, MapDefinition> read(Map<String, ElfSymbol> symbols) {
        var section = btf.find(".maps", BtfKind.DATASEC);
        if (section.isEmpty()) {
            throw new ObjectException(subject, ".maps", "its types are missing: compile with clang -g");
        }
        int type = section.getAsInt();
        Map<Integer, MapDefinition> found = new java.util.LinkedHashMap<>();
        for (int i = 0; i < btf.parts(type); i++) {
            int variable = btf.partType(type, i);
            if (btf.kind(variable) != BtfKind.VAR) {
                throw new ObjectException(subject, ".maps", "holds what is no variable");
            }
            String name = btf.name(variable);
            ElfSymbol symbol = symbols.get(name);
            if (symbol == null) {
                throw new ObjectException(subject, "map " + name, "has no symbol");
            }
            found.put((int) symbol.value(), map(name, btf.target(variable), symbol.value(),
                    symbol.value() + symbol.size(), 0));
        }
        return found;
    }

    private MapDefinition map(String name, int declared, long at, long end, int depth) {
        int type = btf.resolve(declared);
        if (btf.kind(type) != BtfKind.STRUCT) {
            throw new ObjectException(subject, "map " + name, "must be a struct, as libbpf's __uint and __type make it");
        }
        if (depth >= NESTING_MAX) {
            throw new ObjectException(subject, "map " + name, "maps are nested more than " + NESTING_MAX + " deep");
        }
        Fields fields = new Fields(name);
        for (int i = 0; i < btf.parts(type); i++) {
            fields.read(btf.partName(type, i), btf.partType(type, i),
                    at + btf.memberBitOffset(type, i) / 8, end, depth);
        }
        return fields.definition();
    }

    private final class Fields {
        private final String name;
        private MapType type = MapType.BPF_MAP_TYPE_UNSPEC;
        private int keyBytes;
        private int valueBytes;
        private int entries;
        private int flags;
        private int numaNode;
        private long extra;
        private int keyType;
        private int valueType;
        private boolean pinned;
        private Optional<MapDefinition> inner = Optional.empty();
        private List<MapDefinition.Slot> slots = List.of();

        Fields(String name) {
            this.name = name;
        }

        void read(String field, int declared, long at, long end, int depth) {
            switch (field) {
                case "type" -> type = MapType.of(number(field, declared));
                case "max_entries" -> entries = number(field, declared);
                case "map_flags" -> flags = number(field, declared);
                case "numa_node" -> {
                    numaNode = number(field, declared);
                    flags |= MapDefinition.BPF_F_NUMA_NODE;
                }
                case "key_size" -> keyBytes = number(field, declared);
                case "value_size" -> valueBytes = number(field, declared);
                case "key" -> {
                    keyType = pointee(field, declared);
                    keyBytes = btf.size(keyType);
                }
                case "value" -> {
                    valueType = pointee(field, declared);
                    valueBytes = btf.size(valueType);
                }
                case "map_extra" -> extra = Integer.toUnsignedLong(number(field, declared));
                case "pinning" -> pinned = number(field, declared) == 1;
                case "values" -> values(declared, at, end, depth);
                default -> throw new ObjectException(subject, "map " + name, "has the unknown property " + field);
            }
        }

        private void values(int declared, long at, long end, int depth) {
            int array = btf.resolve(declared);
            if (btf.kind(array) != BtfKind.ARRAY) {
                throw new ObjectException(subject, "map " + name, "values must be an array");
            }
            valueBytes = valueBytes == 0 ? 4 : valueBytes;
            int target = btf.resolve(pointee("values", btf.elementType(array)));
            if (type.holdsMaps()) {
                inner = Optional.of(map(name + ".inner", target, at, end, depth + 1));
            }
            List<MapDefinition.Slot> found = new ArrayList<>();
            targets.subMap(at, Math.max(at, end)).forEach((offset, named) ->
                    found.add(new MapDefinition.Slot((int) ((offset - at) / Btf.POINTER_BYTES), named)));
            slots = found;
        }

        private int number(String field, int declared) {
            int pointer = btf.resolve(declared);
            if (btf.kind(pointer) == BtfKind.PTR) {
                int array = btf.resolve(btf.target(pointer));
                if (btf.kind(array) == BtfKind.ARRAY) {
                    return btf.elementCount(array);
                }
            }
            throw new ObjectException(subject, "map " + name, field + " must be a number, as libbpf's __uint makes it");
        }

        private int pointee(String field, int declared) {
            int pointer = btf.resolve(declared);
            if (btf.kind(pointer) != BtfKind.PTR) {
                throw new ObjectException(subject, "map " + name, field + " must be a type, as libbpf's __type makes it");
            }
            return btf.target(pointer);
        }

        MapDefinition definition() {
            if (type == MapType.BPF_MAP_TYPE_UNSPEC) {
                throw new ObjectException(subject, "map " + name, "has no type that is known here");
            }
            return new MapDefinition(name, type, keyBytes, valueBytes, entries, flags, numaNode, extra, keyType,
                    valueType, pinned, inner, slots);
        }
    }
}
