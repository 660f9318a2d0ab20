package dev.anole.kernel.bpf;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads the parts of a BPF object out of its ELF file, with the meaning that
 * <a href="https://docs.kernel.org/bpf/libbpf/libbpf_overview.html">libbpf</a> gives to section names.
 */
final class ObjectReader {
    private final ElfFile elf;
    private final String subject;
    private final List<ElfSymbol> symbols;
    private final Map<String, ElfSymbol> byName = new HashMap<>();
    private final Map<Integer, String> dataSections = new HashMap<>();

    ObjectReader(ElfFile elf) {
        this.elf = elf;
        this.subject = elf.subject();
        if (elf.machine() != ElfFile.EM_BPF && elf.machine() != 0) {
            throw new ObjectException(subject, "ELF machine " + elf.machine(),
                    "this is code for a processor, not for BPF: compile with clang -target bpf");
        }
        this.symbols = elf.symbols();
        for (ElfSymbol symbol : symbols) {
            if (!symbol.name().isEmpty() && symbol.type() != ElfSymbol.STT_SECTION) {
                byName.putIfAbsent(symbol.name(), symbol);
            }
        }
    }

    BpfObject.Contents read() {
        Optional<Btf> btf = elf.content(".BTF").map(bytes -> Btf.of(bytes, subject));
        BtfExt ext = btf.flatMap(types -> elf.content(".BTF.ext").map(bytes -> BtfExt.read(bytes, types)))
                .orElse(BtfExt.NONE);
        String license = elf.content("license").map(ObjectReader::text).orElse("");
        if (elf.section("maps").isPresent()) {
            throw new ObjectException(subject, "section maps", "is the old way to define maps: write them with __uint "
                    + "and __type in SEC(\".maps\")");
        }
        Map<String, DataSection> data = data();
        Map<Integer, MapDefinition> maps = elf.section(".maps").map(section -> maps(section, btf)).orElse(Map.of());
        List<BpfFunction> functions = functions();
        Map<String, Map<Integer, CodeTarget>> targets = new HashMap<>();
        for (ElfSection section : elf.sections()) {
            if (section.isExecutable() && section.size() > 0) {
                targets.merge(section.name(), targets(section, maps), ObjectReader::joined);
            }
        }
        return new BpfObject.Contents(elf, btf, ext, license, byName, maps, data, functions, targets, structOps(btf));
    }

    private static Map<Integer, CodeTarget> joined(Map<Integer, CodeTarget> a, Map<Integer, CodeTarget> b) {
        Map<Integer, CodeTarget> all = new HashMap<>(a);
        all.putAll(b);
        return all;
    }

    private Map<String, DataSection> data() {
        Map<String, DataSection> found = new LinkedHashMap<>();
        for (ElfSection section : elf.sections()) {
            String name = section.name();
            boolean isData = name.equals(".data") || name.startsWith(".data.") || name.equals(".bss")
                    || name.startsWith(".bss.") || name.equals(".rodata") || name.startsWith(".rodata.");
            if (isData && section.size() > 0 && (section.type() == ElfSection.SHT_PROGBITS
                    || section.type() == ElfSection.SHT_NOBITS)) {
                found.put(name, new DataSection(name, elf.content(section)));
                dataSections.put(section.index(), name);
            }
        }
        return found;
    }

    private Map<Integer, MapDefinition> maps(ElfSection section, Optional<Btf> btf) {
        TreeMap<Long, String> slots = new TreeMap<>();
        for (ElfRelocation relocation : elf.relocations(section)) {
            slots.put(relocation.offset(), symbol(relocation).name());
        }
        Btf types = btf.orElseThrow(() -> new ObjectException(subject, ".maps",
                "its types are missing: compile with clang -g"));
        return new MapReader(types, subject, slots).read(byName);
    }

    private List<BpfFunction> functions() {
        List<BpfFunction> found = new ArrayList<>();
        for (ElfSymbol symbol : symbols) {
            if (symbol.type() != ElfSymbol.STT_FUNC || symbol.section() <= 0 || symbol.section() >= elf.sections().size()) {
                continue;
            }
            ElfSection section = elf.sections().get(symbol.section());
            if (!section.isExecutable()) {
                continue;
            }
            boolean global = symbol.binding() != ElfSymbol.STB_LOCAL;
            if (!global && !section.name().equals(BpfObject.TEXT)) {
                throw new ObjectException(subject, symbol.name(), "a static function in section " + section.name()
                        + " cannot be called: leave its SEC(…) out");
            }
            if (symbol.value() < 0 || symbol.size() <= 0 || symbol.value() % Insn.BYTES != 0
                    || symbol.size() % Insn.BYTES != 0 || symbol.value() + symbol.size() > section.size()) {
                throw elf.wrong(section.offset(), "function " + symbol.name() + " reaches beyond its section");
            }
            byte[] content = elf.content(section);
            byte[] code = java.util.Arrays.copyOfRange(content, (int) symbol.value(), (int) (symbol.value() + symbol.size()));
            found.add(new BpfFunction(symbol.name(), section.name(), section.index(), (int) symbol.value(),
                    Insn.decode(code), global, global && symbol.isHidden()));
        }
        found.sort(java.util.Comparator.comparingInt(BpfFunction::sectionIndex).thenComparingInt(BpfFunction::offset));
        return List.copyOf(found);
    }

    private Map<Integer, CodeTarget> targets(ElfSection section, Map<Integer, MapDefinition> maps) {
        Map<Integer, CodeTarget> found = new HashMap<>();
        long[] code = Insn.decode(elf.content(section));
        for (ElfRelocation relocation : elf.relocations(section)) {
            if (relocation.offset() < 0 || relocation.offset() % Insn.BYTES != 0
                    || relocation.offset() / Insn.BYTES >= code.length) {
                throw elf.wrong(relocation.offset(), "a relocation lies outside of " + section.name());
            }
            int insn = (int) (relocation.offset() / Insn.BYTES);
            if (Insn.isLoadImm64(code[insn]) && insn + 1 >= code.length) {
                throw elf.wrong(relocation.offset(), "an instruction of " + section.name() + " is cut off");
            }
            found.put(insn, target(section, code[insn], relocation, maps));
        }
        return found;
    }

    private CodeTarget target(ElfSection section, long insn, ElfRelocation relocation, Map<Integer, MapDefinition> maps) {
        ElfSymbol symbol = symbol(relocation);
        boolean call = Insn.code(insn) == Insn.BPF_CALL;
        if (!call && !Insn.isLoadImm64(insn)) {
            throw elf.wrong(relocation.offset(), "a relocation of " + section.name() + " changes an instruction with code 0x"
                    + Integer.toHexString(Insn.code(insn)));
        }
        if (symbol.isExtern()) {
            return call ? new CodeTarget.ExternFunction(symbol.name(), symbol.isWeak())
                    : new CodeTarget.ExternVariable(symbol.name(), symbol.isWeak());
        }
        if (symbol.section() <= 0 || symbol.section() >= elf.sections().size()) {
            throw elf.wrong(relocation.offset(), "symbol '" + symbol.name() + "' lies in no section");
        }
        ElfSection where = elf.sections().get(symbol.section());
        if (where.isExecutable()) {
            if (!where.name().equals(BpfObject.TEXT)) {
                throw new ObjectException(subject, symbol.name(), "is a program of section " + where.name()
                        + ", which other programs cannot call: leave its SEC(…) out");
            }
            return call ? new CodeTarget.Call(symbol.value()) : new CodeTarget.FunctionAddress(symbol.value());
        }
        if (call) {
            throw elf.wrong(relocation.offset(), "a call leads into section " + where.name());
        }
        if (where.name().equals(".maps")) {
            MapDefinition map = maps.get((int) symbol.value());
            if (map == null) {
                throw elf.wrong(relocation.offset(), "there is no map at byte " + symbol.value() + " of .maps");
            }
            return new CodeTarget.MapReference(map.name());
        }
        String data = dataSections.get(symbol.section());
        if (data == null) {
            throw new ObjectException(subject, where.name(), "programs refer to this section, which holds no data");
        }
        return new CodeTarget.DataReference(data, symbol.value());
    }

    private Map<String, BpfObject.StructOps> structOps(Optional<Btf> btf) {
        Map<String, BpfObject.StructOps> found = new LinkedHashMap<>();
        for (ElfSection section : elf.sections()) {
            boolean linked = section.name().equals(".struct_ops.link");
            if (!linked && !section.name().equals(".struct_ops") || btf.isEmpty()) {
                continue;
            }
            Btf types = btf.get();
            byte[] content = elf.content(section);
            Map<Long, String> functions = new HashMap<>();
            elf.relocations(section).forEach(each -> functions.put(each.offset(), symbol(each).name()));
            int all = types.find(section.name(), BtfKind.DATASEC).orElseThrow(() ->
                    new ObjectException(subject, section.name(), "its types are missing: compile with clang -g"));
            for (int i = 0; i < types.parts(all); i++) {
                int variable = types.partType(all, i);
                ElfSymbol symbol = byName.get(types.name(variable));
                if (symbol == null || symbol.value() < 0 || symbol.value() + types.size(variable) > content.length) {
                    throw elf.wrong(section.offset(), "variable " + types.name(variable) + " is not in its section");
                }
                int from = (int) symbol.value();
                int size = types.size(variable);
                Map<Integer, String> own = new HashMap<>();
                functions.forEach((at, name) -> {
                    if (at >= from && at < from + (long) size) {
                        own.put((int) (at - from), name);
                    }
                });
                found.put(types.name(variable), new BpfObject.StructOps(types.name(variable),
                        types.resolve(types.target(variable)), java.util.Arrays.copyOfRange(content, from, from + size),
                        own, linked));
            }
        }
        return found;
    }

    private ElfSymbol symbol(ElfRelocation relocation) {
        if (relocation.symbol() < 0 || relocation.symbol() >= symbols.size()) {
            throw elf.wrong(relocation.offset(), "a relocation names symbol " + relocation.symbol() + " of " + symbols.size());
        }
        return symbols.get(relocation.symbol());
    }

    private static String text(byte[] bytes) {
        int end = 0;
        while (end < bytes.length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }
}
