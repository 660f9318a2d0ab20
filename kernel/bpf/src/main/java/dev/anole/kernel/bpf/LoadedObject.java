package dev.anole.kernel.bpf;

import dev.anole.kernel.linux.Descriptor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An object in the kernel: its maps and programs. Closing it lets go of them; what is attached or pinned stays until its
 * link or pin is gone too.
 */
public final class LoadedObject implements AutoCloseable {
    private final BpfObject object;
    final Map<String, BpfMap> maps = new LinkedHashMap<>();
    final Map<String, BpfProgram> programs = new LinkedHashMap<>();
    final List<Descriptor> owned = new ArrayList<>();
    final Map<String, StructOpsMap> structOps = new LinkedHashMap<>();
    Optional<Btf> types = Optional.empty();
    final List<CoreRelocator.Unresolved> unresolved = new ArrayList<>();

    private LoadedObject(BpfObject object) {
        this.object = object;
    }

    static LoadedObject load(BpfObject object, LoadOptions options) {
        LoadedObject loaded = new LoadedObject(object);
        try {
            new ObjectLoader(object, options, loaded).load();
            return loaded;
        } catch (RuntimeException e) {
            loaded.close();
            throw e;
        }
    }

    /** What it was loaded from. */
    public BpfObject object() {
        return object;
    }

    /** All maps, sections of global variables among them. */
    public List<BpfMap> maps() {
        return List.copyOf(maps.values());
    }

    /** A map by the name that the object gives it, or a section of variables such as {@code .bss}. */
    public BpfMap map(String name) {
        return Optional.ofNullable(maps.get(name)).orElseThrow(() ->
                new ObjectException(object.subject(), "map " + name, "there is none of that name; there are " + maps.keySet()));
    }

    /** All programs that were loaded. */
    public List<BpfProgram> programs() {
        return List.copyOf(programs.values());
    }

    /** A program by its function's name. */
    public BpfProgram program(String name) {
        return Optional.ofNullable(programs.get(name)).orElseThrow(() -> new ObjectException(object.subject(),
                "program " + name, "there is none of that name; there are " + programs.keySet()));
    }

    /** Fields that this kernel does not have and whose use is guarded: what the programs do without here. */
    public List<CoreRelocator.Unresolved> unresolved() {
        return List.copyOf(unresolved);
    }

    /** Attaches all programs where their sections say. When one cannot be, none is. */
    public BpfLinks attach() {
        List<BpfLink> links = new ArrayList<>();
        try {
            for (BpfProgram program : programs.values()) {
                if (program.definition().type() != ProgramType.BPF_PROG_TYPE_STRUCT_OPS) {
                    links.add(program.attach());
                }
            }
            for (StructOpsMap table : structOps.values()) {
                links.add(table.attach());
            }
            return new BpfLinks(links);
        } catch (RuntimeException e) {
            links.forEach(BpfLink::close);
            throw e;
        }
    }

    /**
     * Reads a ring buffer. What programs could not write because it was full is counted if they count it themselves:
     * in a global variable {@code <map>_lost}.
     */
    public RingBuffer ringBuffer(String map) {
        Optional<GlobalVariable> lost = GlobalVariable.find(this, map + "_lost");
        return new RingBuffer(map(map), lost);
    }

    /** Reads a map of type perf event array, with this many pages a CPU, a power of two. */
    public PerfBuffer perfBuffer(String map, int pages) {
        return new PerfBuffer(map(map), pages);
    }

    /** A global variable by its name; reads and writes go to the memory that programs see. */
    public GlobalVariable global(String name) {
        return GlobalVariable.find(this, name).orElseThrow(() ->
                new ObjectException(object.subject(), "variable " + name, "there is no global variable of that name"));
    }

    /** A codec between records and a structure of the object's types, such as that of a ring buffer's records. */
    public <R extends Record> BtfCodec<R> codec(Class<R> type, String structure) {
        return BtfCodec.of(type, types.orElseThrow(() -> new ObjectException(object.subject(), structure,
                "there are no types: compile with clang -g")), structure);
    }

    /**
     * A map as records, by the types that the object gives its keys and values.
     *
     * @throws IllegalArgumentException when a record does not go with its structure, or the map has no types
     */
    public <K extends Record, V extends Record> TypedMap<K, V> map(String name, Class<K> key, Class<V> value) {
        BpfMap map = map(name);
        Btf btf = types.orElseThrow(() -> new IllegalArgumentException("map " + name + " has no types: compile with clang -g"));
        return new TypedMap<>(map, BtfCodec.of(key, btf, map.definition().keyType()),
                BtfCodec.of(value, btf, map.definition().valueType()));
    }

    /** What a map holds now, each element as JSON by the types of its key and value; bytes in hex where there are none. */
    public List<String> contents(String name) {
        List<String> found = new ArrayList<>();
        BpfMap map = map(name);
        map.forEach((key, value) -> found.add("{\"key\": " + json(map.definition().keyType(), key) + ", \"value\": "
                + values(map, value) + "}"));
        return found;
    }

    private String values(BpfMap map, byte[] value) {
        if (!map.definition().type().isPerCpu()) {
            return json(map.definition().valueType(), value);
        }
        List<String> each = new ArrayList<>();
        for (int cpu = 0; cpu < PossibleCpus.count(); cpu++) {
            each.add(json(map.definition().valueType(), map.ofCpu(value, cpu)));
        }
        return each.toString();
    }

    private String json(int type, byte[] bytes) {
        if (types.isEmpty() || type == 0) {
            return bytes.length <= Long.BYTES ? Long.toUnsignedString(BpfMap.number(bytes))
                    : "\"" + java.util.HexFormat.of().formatHex(bytes) + "\"";
        }
        return new BtfPrinter(types.get()).json(type, bytes);
    }

    /** Starts to read what an iterator program writes. */
    public BpfIterator iterate(String program) {
        return BpfIterator.open(program(program));
    }

    /** A table of functions that programs implement ({@code SEC(".struct_ops")}). */
    public StructOpsMap structOps(String name) {
        return Optional.ofNullable(structOps.get(name)).orElseThrow(() ->
                new ObjectException(object.subject(), "struct_ops " + name, "there is none of that name"));
    }

    @Override
    public void close() {
        owned.forEach(Descriptor::close);
    }
}
