package dev.anole.kernel.bpf.trace;

import dev.anole.kernel.bpf.BpfMap;
import dev.anole.kernel.bpf.MapDefinition;
import dev.anole.kernel.bpf.MapType;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The maps of a script. A script is compiled twice: first to learn which maps it has and what shape each is of, with which
 * all uses must agree; then, with these maps made, for good.
 */
final class TraceMaps implements AutoCloseable {
    static final int STACKS_MAX = 4096;
    static final int FRAMES_MAX = 127;

    private final Map<String, TraceMap> shapes = new LinkedHashMap<>();
    private final Map<String, Integer> readAt = new LinkedHashMap<>();
    private final Map<String, BpfMap> made = new LinkedHashMap<>();
    private Optional<BpfMap> lost = Optional.empty();
    private Optional<BpfMap> stacks = Optional.empty();

    /** Says how a map is written to. */
    void written(int at, String name, List<TraceMap.Kind> keys, Optional<Statement.Gathering> how) {
        TraceMap shape = new TraceMap(name, keys, how);
        TraceMap known = shapes.putIfAbsent(name, shape);
        if (known != null && !known.equals(shape)) {
            throw new TraceException(at, "@" + name + " is used in two ways: " + describe(known) + ", and here " + describe(shape));
        }
    }

    /** Says how a map is read or deleted from; that it is written to somewhere is checked at the end. */
    void read(int at, String name, List<TraceMap.Kind> keys) {
        readAt.putIfAbsent(name, at);
        TraceMap known = shapes.get(name);
        if (known != null && (!known.keys().equals(keys) || known.gathering().isPresent())) {
            throw new TraceException(at, "@" + name + " is used in two ways: " + describe(known) + ", and here as a value by "
                    + describe(keys));
        }
    }

    private static String describe(TraceMap map) {
        return map.gathering().map(how -> how.name().toLowerCase(java.util.Locale.ROOT) + "()").orElse("a value") + " by "
                + describe(map.keys());
    }

    private static String describe(List<TraceMap.Kind> keys) {
        return keys.isEmpty() ? "no key" : keys.stream().map(TraceMap.Kind::word).collect(java.util.stream.Collectors.joining(" and "));
    }

    /** Makes what was learned. */
    void make() {
        readAt.forEach((name, at) -> {
            if (!shapes.containsKey(name)) {
                throw new TraceException(at, "@" + name + " is never set");
            }
        });
        lost = Optional.of(BpfMap.create(MapDefinition.of("lost", MapType.BPF_MAP_TYPE_ARRAY, 4, 8, 1)));
        boolean traced = shapes.values().stream().flatMap(each -> each.keys().stream())
                .anyMatch(kind -> kind == TraceMap.Kind.KERNEL_STACK || kind == TraceMap.Kind.USER_STACK);
        if (traced) {
            stacks = Optional.of(BpfMap.create(MapDefinition.of("stacks", MapType.BPF_MAP_TYPE_STACK_TRACE, 4,
                    8 * FRAMES_MAX, STACKS_MAX)));
        }
        shapes.forEach((name, shape) -> made.put(name, BpfMap.create(shape.definition())));
    }

    boolean isMade() {
        return lost.isPresent();
    }

    TraceMap shape(String name) {
        return shapes.get(name);
    }

    List<TraceMap> shapes() {
        return List.copyOf(shapes.values());
    }

    Optional<BpfMap> map(String name) {
        return Optional.ofNullable(made.get(name));
    }

    Optional<BpfMap> lost() {
        return lost;
    }

    Optional<BpfMap> stacks() {
        return stacks;
    }

    @Override
    public void close() {
        made.values().forEach(BpfMap::close);
        lost.ifPresent(BpfMap::close);
        stacks.ifPresent(BpfMap::close);
    }
}
