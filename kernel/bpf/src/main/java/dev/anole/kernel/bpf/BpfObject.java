package dev.anole.kernel.bpf;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A BPF object: what {@code clang -target bpf -g -O2 -c} makes of a C file. Reading one needs no rights and touches no
 * kernel; {@link #load()} does.
 *
 * <pre>
 * try (LoadedObject loaded = BpfObject.read(Path.of("tool.bpf.o")).load();
 *      BpfLinks links = loaded.attach(); RingBuffer events = loaded.ringBuffer("events")) {
 *     events.await((memory, at, length) -&gt; …, Duration.ofSeconds(1));
 * }
 * </pre>
 *
 * <p>It is immutable, and may be loaded many times, for this kernel or, without loading, for another's types.
 */
public final class BpfObject {
    static final String TEXT = ".text";
    static final String KCONFIG = ".kconfig";
    static final String KSYMS = ".ksyms";
    /** The kernel takes a million instructions a program; an object of many programs stays far below this. */
    public static final int BYTES_MAX = 64 << 20;

    private final String subject;
    final Contents contents;

    /**
     * What was found in the file.
     *
     * @param symbols by name, of variables and functions
     * @param targets what instructions refer to: by section, then by the instruction's place in it
     */
    record Contents(ElfFile elf, Optional<Btf> btf, BtfExt ext, String license, Map<String, ElfSymbol> symbols,
                    Map<Integer, MapDefinition> maps, Map<String, DataSection> data, List<BpfFunction> functions,
                    Map<String, Map<Integer, CodeTarget>> targets, Map<String, StructOps> structOps) {
    }

    /**
     * A variable of section {@code .struct_ops}: a table of functions that programs implement.
     *
     * @param functions the programs, by offset of their pointer in the table
     * @param linked whether it is attached by a link, {@code .struct_ops.link}
     */
    record StructOps(String name, int type, byte[] content, Map<Integer, String> functions, boolean linked) {
    }

    private BpfObject(String subject, Contents contents) {
        this.subject = subject;
        this.contents = contents;
    }

    /** Reads a file. */
    public static BpfObject read(Path file) throws IOException {
        if (Files.size(file) > BYTES_MAX) {
            throw new ObjectException(file.toString(), "the file", "is larger than " + BYTES_MAX + " bytes");
        }
        return of(Files.readAllBytes(file), file.getFileName().toString());
    }

    /**
     * Reads bytes, which are kept.
     *
     * @param subject where they come from, for messages
     * @throws dev.anole.kernel.linux.FormatException when they are not what they should be
     * @throws ObjectException when they are, and still cannot be used
     */
    public static BpfObject of(byte[] bytes, String subject) {
        return new BpfObject(subject, new ObjectReader(ElfFile.of(bytes, subject)).read());
    }

    /**
     * Reads an object that lies beside a class, such as this package's own {@code switches.bpf.o}.
     *
     * @throws IllegalArgumentException when there is none of that name
     */
    public static BpfObject resource(Class<?> beside, String name) {
        try (InputStream stream = beside.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalArgumentException("there is no " + name + " beside " + beside.getName());
            }
            return of(stream.readNBytes(BYTES_MAX), name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it was read from. */
    public String subject() {
        return subject;
    }

    /** The licence that its programs state; the kernel lets only GPL-compatible ones call many of its helpers. */
    public String license() {
        return contents.license();
    }

    /** Its types, when it was compiled with {@code -g}. */
    public Optional<Btf> btf() {
        return contents.btf();
    }

    /** The maps that it defines. */
    public List<MapDefinition> maps() {
        return List.copyOf(contents.maps().values());
    }

    /** The programs that it defines. */
    public List<ProgramDefinition> programs() {
        return contents.functions().stream().filter(BpfFunction::isProgram).map(this::definition).toList();
    }

    private ProgramDefinition definition(BpfFunction function) {
        boolean byDefault = !function.section().startsWith("?");
        Optional<ProgramSection> section = ProgramSection.of(function.section());
        return new ProgramDefinition(function.name(), function.section(),
                section.map(ProgramSection::type).orElse(ProgramType.BPF_PROG_TYPE_UNSPEC),
                section.flatMap(ProgramSection::attachType), section.map(ProgramSection::flags).orElse(0),
                section.map(ProgramSection::target).orElse(""), byDefault);
    }

    /** Loads everything into the running kernel. */
    public LoadedObject load() {
        return load(LoadOptions.DEFAULT);
    }

    /** Loads what the options say. */
    public LoadedObject load(LoadOptions options) {
        return LoadedObject.load(this, options);
    }

    /**
     * The instructions of each program as a kernel with these types would be given them: functions joined, fields
     * relocated. What only a running kernel has (descriptors, addresses) is left as compiled.
     *
     * @return by the program's name
     */
    public Map<String, byte[]> relocate(Btf kernel) {
        Map<String, byte[]> found = new HashMap<>();
        ProgramLinker linker = new ProgramLinker(this, Optional.of(new CoreRelocator(btf().orElseThrow(() ->
                new ObjectException(subject, ".BTF", "there are no types: compile with clang -g")), kernel, List.of())));
        for (BpfFunction function : contents.functions()) {
            if (function.isProgram()) {
                found.put(function.name(), Insn.encode(linker.link(function).code()));
            }
        }
        return found;
    }

    BpfFunction function(String name) {
        return contents.functions().stream().filter(each -> each.name().equals(name)).findFirst()
                .orElseThrow(() -> new ObjectException(subject, name, "there is no such program"));
    }
}
