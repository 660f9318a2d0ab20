package dev.anole.kernel.bpf;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How an object is loaded.
 *
 * @param programs which, by name; empty for those that the object loads by default
 * @param kernelTypes the kernel's types, where it shows none itself; empty for its own
 * @param values of global variables, by name: numbers, or bytes in the variable's layout
 * @param entriesMax other bounds of maps, by name
 * @param shared maps to use in place of those that the object defines, by name; they are not closed with it
 * @param pinDirectory where maps are that the object shares by name
 */
public record LoadOptions(Set<String> programs, Optional<Btf> kernelTypes, Map<String, Object> values,
                          Map<String, Integer> entriesMax, Map<String, BpfMap> shared, String pinDirectory) {
    public static final LoadOptions DEFAULT = new LoadOptions(Set.of(), Optional.empty(), Map.of(), Map.of(), Map.of(),
            "/sys/fs/bpf");

    public LoadOptions {
        programs = Set.copyOf(programs);
        values = Map.copyOf(values);
        entriesMax = Map.copyOf(entriesMax);
        shared = Map.copyOf(shared);
        values.forEach((name, value) -> {
            if (!(value instanceof Number || value instanceof Boolean || value instanceof byte[])) {
                throw new IllegalArgumentException("variable " + name + " takes a number or bytes, not " + value.getClass());
            }
        });
    }

    /** Only these programs. */
    public LoadOptions only(String... names) {
        return new LoadOptions(Set.of(names), kernelTypes, values, entriesMax, shared, pinDirectory);
    }

    /** With a global variable set before any program runs; also one that is const for programs. */
    public LoadOptions with(String variable, Object value) {
        Map<String, Object> all = new HashMap<>(values);
        all.put(variable, value);
        return new LoadOptions(programs, kernelTypes, all, entriesMax, shared, pinDirectory);
    }

    /** With another bound of a map. */
    public LoadOptions withEntriesMax(String map, int entries) {
        Map<String, Integer> all = new HashMap<>(entriesMax);
        all.put(map, entries);
        return new LoadOptions(programs, kernelTypes, values, all, shared, pinDirectory);
    }

    /** With the kernel's types from elsewhere. */
    public LoadOptions withTypes(Btf types) {
        return new LoadOptions(programs, Optional.of(types), values, entriesMax, shared, pinDirectory);
    }

    /** With a map of another object's in place of its own of that name. */
    public LoadOptions sharing(String name, BpfMap map) {
        Map<String, BpfMap> all = new HashMap<>(shared);
        all.put(name, map);
        return new LoadOptions(programs, kernelTypes, values, entriesMax, all, pinDirectory);
    }

    /** With another place for maps that are shared by name. */
    public LoadOptions pinningIn(String directory) {
        return new LoadOptions(programs, kernelTypes, values, entriesMax, shared, directory);
    }
}
