package dev.anole.kernel.bpf;

import dev.anole.kernel.linux.Descriptor;
import dev.anole.kernel.linux.Errno;
import dev.anole.kernel.linux.ErrnoException;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Brings one object into the kernel: its types, then its maps, then its programs, then what elements of maps refer to. */
final class ObjectLoader {
    /** {@code PERF_MAX_STACK_DEPTH}, of stacks whose map does not say how deep they are. */
    private static final int STACK_FRAMES_MAX = 127;

    private final BpfObject object;
    private final BpfObject.Contents contents;
    private final LoadOptions options;
    private final LoadedObject loaded;
    private final Externs externs;
    private Optional<LoadedBtf> types = Optional.empty();
    private Optional<Btf> kernel = Optional.empty();

    ObjectLoader(BpfObject object, LoadOptions options, LoadedObject loaded) {
        this.object = object;
        this.contents = object.contents;
        this.options = options;
        this.loaded = loaded;
        this.externs = new Externs(object);
    }

    private Btf kernel() {
        if (kernel.isEmpty()) {
            kernel = Optional.of(options.kernelTypes().orElseGet(KernelBtf::running));
        }
        return kernel.get();
    }

    void load() {
        for (String name : options.programs()) {
            object.function(name);
        }
        contents.btf().ifPresent(btf -> {
            byte[] fixed = ObjectBtf.forKernel(object, btf, externs.kconfigOffsets());
            loaded.types = Optional.of(Btf.of(fixed, object.subject()));
            types = Optional.of(own(LoadedBtf.load(fixed, object.subject())));
        });
        contents.maps().values().forEach(this::map);
        Map<String, DataSection> sections = new LinkedHashMap<>(contents.data());
        externs.kconfig().ifPresent(section -> sections.put(section.name(), section));
        Map<String, Object> unused = new HashMap<>(options.values());
        sections.values().forEach(section -> data(section, unused));
        if (!unused.isEmpty()) {
            throw new ObjectException(object.subject(), "variable " + unused.keySet().iterator().next(),
                    "there is no global variable of that name");
        }
        programs();
        contents.maps().values().forEach(this::fill);
    }

    private <D extends Descriptor> D own(D descriptor) {
        loaded.owned.add(descriptor);
        return descriptor;
    }

    private void map(MapDefinition defined) {
        BpfMap shared = options.shared().get(defined.name());
        if (shared != null) {
            loaded.maps.put(defined.name(), shared);
            return;
        }
        MapDefinition definition = sized(defined);
        if (definition.pinnedByName()) {
            loaded.maps.put(defined.name(), pinned(definition));
            return;
        }
        loaded.maps.put(defined.name(), own(create(definition)));
    }

    private BpfMap create(MapDefinition definition) {
        boolean unbounded = definition.entriesMax() == 0 && switch (definition.type()) {
            case BPF_MAP_TYPE_SK_STORAGE, BPF_MAP_TYPE_INODE_STORAGE, BPF_MAP_TYPE_TASK_STORAGE, BPF_MAP_TYPE_CGRP_STORAGE,
                 BPF_MAP_TYPE_CGROUP_STORAGE, BPF_MAP_TYPE_PERCPU_CGROUP_STORAGE -> false;
            default -> true;
        };
        if (unbounded) {
            throw new ObjectException(object.subject(), "map " + definition.name(), "is defined without max_entries: "
                    + "LoadOptions.withEntriesMax sets it");
        }
        Optional<BpfMap> inner = definition.inner().map(shape -> BpfMap.create(shape.entriesMax() == 0
                ? shape.withEntriesMax(1) : shape, types, Optional.empty()));
        try {
            return BpfMap.create(definition, types, inner);
        } finally {
            // Only its shape was needed.
            inner.ifPresent(Descriptor::close);
        }
    }

    private MapDefinition sized(MapDefinition definition) {
        Integer wished = options.entriesMax().get(definition.name());
        if (wished != null) {
            return sizedKeys(definition.withEntriesMax(wished));
        }
        if (definition.type() == MapType.BPF_MAP_TYPE_PERF_EVENT_ARRAY && definition.entriesMax() == 0) {
            return sizedKeys(definition.withEntriesMax(PossibleCpus.count()));
        }
        return sizedKeys(definition);
    }

    /** Arrays of descriptors are often defined without the sizes that they must have. */
    private static MapDefinition sizedKeys(MapDefinition definition) {
        if (definition.type() == MapType.BPF_MAP_TYPE_STACK_TRACE && definition.valueBytes() == 0) {
            return new MapDefinition(definition.name(), definition.type(), 4, 8 * STACK_FRAMES_MAX, definition.entriesMax(),
                    definition.flags(), definition.numaNode(), definition.extra(), 0, 0, definition.pinnedByName(),
                    definition.inner(), definition.slots());
        }
        boolean descriptors = switch (definition.type()) {
            case BPF_MAP_TYPE_PERF_EVENT_ARRAY, BPF_MAP_TYPE_PROG_ARRAY, BPF_MAP_TYPE_ARRAY_OF_MAPS -> true;
            default -> false;
        };
        if (!descriptors || definition.keyBytes() != 0 && definition.valueBytes() != 0) {
            return definition;
        }
        return new MapDefinition(definition.name(), definition.type(), 4, 4, definition.entriesMax(), definition.flags(),
                definition.numaNode(), definition.extra(), 0, 0, definition.pinnedByName(), definition.inner(),
                definition.slots());
    }

    private BpfMap pinned(MapDefinition definition) {
        String path = options.pinDirectory() + "/" + definition.name();
        try {
            BpfMap found = own(Pins.map(path));
            MapDefinition is = found.definition();
            if (is.type() != definition.type() || is.keyBytes() != definition.keyBytes()
                    || is.valueBytes() != definition.valueBytes() || is.entriesMax() != definition.entriesMax()) {
                throw new ObjectException(object.subject(), "map " + definition.name(), "what is pinned at " + path
                        + " has another shape: remove that pin, or pin elsewhere");
            }
            return found;
        } catch (ErrnoException e) {
            if (e.errno() != Errno.ENOENT) {
                throw e;
            }
        }
        BpfMap created = own(create(definition));
        created.pin(path);
        return created;
    }

    private void data(DataSection section, Map<String, Object> unused) {
        byte[] content = section.content().clone();
        contents.btf().ifPresent(btf -> new GlobalLayout(object, btf, section.name(), externs.kconfigOffsets())
                .set(content, unused));
        int valueType = contents.btf().map(btf -> btf.find(section.name(), BtfKind.DATASEC).orElse(0)).orElse(0);
        int flags = MapDefinition.BPF_F_MMAPABLE | (section.isReadOnly() ? MapDefinition.BPF_F_RDONLY_PROG : 0);
        MapDefinition definition = new MapDefinition(section.name(), MapType.BPF_MAP_TYPE_ARRAY, 4, content.length, 1,
                flags, 0, 0, 0, valueType, false, Optional.empty(), List.of());
        BpfMap map = own(BpfMap.create(definition, types, Optional.empty()));
        map.update(BpfMap.bytes(0), content);
        if (section.isReadOnly()) {
            map.freeze();
        }
        loaded.maps.put(section.name(), map);
    }

    private void programs() {
        Optional<CoreRelocator> relocator = ProgramLinker.needsTypes(object) ? contents.btf().map(btf ->
                new CoreRelocator(btf, kernel(), options.kernelTypes().isPresent() ? List.of() : KernelBtf.modules()))
                : Optional.empty();
        ProgramLinker linker = new ProgramLinker(object, relocator);
        StructOpsLoader tables = new StructOpsLoader(object, loaded, types);
        for (ProgramDefinition definition : object.programs()) {
            boolean wanted = options.programs().isEmpty() ? definition.byDefault()
                    : options.programs().contains(definition.name());
            if (!wanted) {
                continue;
            }
            if (definition.type() == ProgramType.BPF_PROG_TYPE_UNSPEC) {
                throw new ObjectException(object.subject(), definition.name(), "section " + definition.section()
                        + " names no type of program that is known here");
            }
            LinkedProgram linked = linker.link(object.function(definition.name()));
            boolean implementsTable = definition.type() == ProgramType.BPF_PROG_TYPE_STRUCT_OPS;
            load(implementsTable ? tables.definition(definition) : definition, linked,
                    implementsTable ? tables.attachType(definition) : AttachTarget.type(definition, this::kernel));
        }
        relocator.ifPresent(core -> loaded.unresolved.addAll(core.unresolved()));
        contents.structOps().values().forEach(table -> loaded.structOps.put(table.name(), tables.create(table)));
    }

    private void load(ProgramDefinition definition, LinkedProgram linked, int attachType) {
        long[] code = linked.code();
        linked.targets().forEach((insn, target) -> resolve(code, insn, target));
        loaded.programs.put(definition.name(), own(BpfProgram.load(new BpfProgram.Load(definition, object.license(),
                linked, contents.btf(), types, attachType, Optional.empty(), new int[0]))));
    }

    private void resolve(long[] code, int insn, CodeTarget target) {
        switch (target) {
            case CodeTarget.MapReference(String name) -> code[insn] =
                    Insn.withSrc(Insn.withImm(code[insn], loaded.map(name).number()), Insn.BPF_PSEUDO_MAP_FD);
            case CodeTarget.DataReference(String section, long offset) -> address(code, insn, section, (int) offset);
            case CodeTarget.ExternVariable(String name, boolean weak) -> {
                Integer offset = externs.kconfigOffsets().get(name);
                if (offset != null) {
                    code[insn] = Insn.withImm(code[insn], 0);
                    address(code, insn, BpfObject.KCONFIG, offset);
                } else {
                    externs.variable(code, insn, name, weak, this::kernel);
                }
            }
            case CodeTarget.ExternFunction(String name, boolean weak) -> externs.function(code, insn, name, weak, this::kernel);
            case CodeTarget.Call call -> throw new AssertionError("calls are joined before");
            case CodeTarget.FunctionAddress address -> throw new AssertionError("functions are joined before");
        }
    }

    private void address(long[] code, int insn, String section, int offset) {
        long old = code[insn];
        code[insn] = Insn.withSrc(Insn.withImm(old, loaded.map(section).number()), Insn.BPF_PSEUDO_MAP_VALUE);
        code[insn + 1] = Insn.withImm(code[insn + 1], Insn.imm(old) + offset);
    }

    private void fill(MapDefinition definition) {
        for (MapDefinition.Slot slot : definition.slots()) {
            Descriptor target = definition.type().holdsMaps() ? loaded.map(slot.target())
                    : Optional.ofNullable(loaded.programs.get(slot.target())).map(Descriptor.class::cast).orElseThrow(() ->
                    new ObjectException(object.subject(), "map " + definition.name(), "its element " + slot.index()
                            + " is program " + slot.target() + ", which was not loaded"));
            loaded.map(definition.name()).update(BpfMap.bytes(slot.index()), target);
        }
    }
}
