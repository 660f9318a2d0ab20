package dev.anole.kernel.bpf;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Programs fitted to a kernel's types here and by libbpf are the same, byte for byte: instructions, and the tables of
 * functions and lines. libbpf runs whole in a C program of ours ({@code relocated.c}) whose bpf(2) calls lead nowhere.
 *
 * <p>More objects are taken from a directory, {@code -Danole.bpf.objects=DIR} or {@code ANOLE_BPF_OBJECTS}.
 */
class RelocationPeerTest {
    private static final int MARK = -1;
    /** What the oracle says of an object that libbpf opened and loaded. */
    private static final int OPENED_AND_LOADED = 0;

    @TempDir
    static Path scratch;

    private static Path oracle;

    /** What the kernel is given for one program. */
    private record Given(byte[] code, List<Long> functions, List<List<Integer>> lines) {
    }

    @BeforeAll
    static void compileTheOracle() {
        oracle = scratch.resolve("relocated");
        assumeTrue(Files.exists(Path.of("/usr/include/bpf/libbpf.h")), "libbpf-dev is not installed");
        Clang.run(scratch, List.of("gcc", "-O1", "-o", oracle.toString(),
                Clang.resources().resolve("relocated.c").toString(), "-lbpf", "-ldl"));
    }

    @Test
    void programsFittedToTheHostAreLibbpfs() throws IOException {
        List<Path> objects = compiled(List.of(List.of("-O2", "-mcpu=v2", "-D__TARGET_ARCH_x86")));
        Map<String, Path> kernels = KernelTypes.all(scratch);
        assumeTrue(kernels.containsKey("host"), "this kernel shows no types");
        compare(objects, Map.of("host", kernels.get("host")), 6);
    }

    @Test
    @Tag("slow")
    void programsForBothProcessorsFittedToEveryKernelAreLibbpfs() throws IOException {
        List<List<String>> variants = new ArrayList<>();
        for (String architecture : List.of("x86", "arm64")) {
            for (String level : List.of("-O1 -mcpu=v1", "-O2 -mcpu=v1", "-O2 -mcpu=v2", "-O2 -mcpu=v3", "-Os -mcpu=v3")) {
                List<String> flags = new ArrayList<>(List.of(level.split(" ")));
                flags.add("-D__TARGET_ARCH_" + architecture);
                variants.add(flags);
            }
        }
        compare(compiled(variants), KernelTypes.all(Files.createDirectory(scratch.resolve("kernels"))), 60);
    }

    private static List<Path> compiled(List<List<String>> variants) throws IOException {
        List<Path> objects = new ArrayList<>();
        Path directory = Files.createTempDirectory(scratch, "objects");
        for (Path source : Clang.sources()) {
            for (List<String> flags : variants) {
                String name = source.getFileName().toString().replace(".bpf.c", "") + String.join("", flags) + ".bpf.o";
                objects.add(Clang.bytecode(source, directory.resolve(name), flags.toArray(String[]::new)));
            }
        }
        String more = System.getProperty("anole.bpf.objects", System.getenv().getOrDefault("ANOLE_BPF_OBJECTS", ""));
        if (!more.isEmpty()) {
            try (var files = Files.list(Path.of(more))) {
                files.filter(each -> each.toString().endsWith(".bpf.o")).sorted().forEach(objects::add);
            }
        }
        return objects;
    }

    private static void compare(List<Path> objects, Map<String, Path> kernels, int atLeast) throws IOException {
        assumeTrue(!kernels.isEmpty(), "no kernel's types here");
        int programs = 0;
        int refused = 0;
        List<String> differences = new ArrayList<>();
        for (var kernel : kernels.entrySet()) {
            Btf types = KernelBtf.of(kernel.getValue());
            List<Optional<Map<String, Given>>> expected = libbpf(kernel.getValue(), objects);
            for (int i = 0; i < objects.size(); i++) {
                Path object = objects.get(i);
                String where = object.getFileName() + " for " + kernel.getKey();
                Map<String, Given> own;
                try {
                    own = own(BpfObject.read(object), types);
                } catch (RuntimeException e) {
                    if (expected.get(i).isPresent() || !(e instanceof RelocationException)) {
                        differences.add(where + ": " + e);
                    }
                    refused++;
                    continue;
                }
                if (expected.get(i).isEmpty()) {
                    // libbpf also asks the host what a program is for; what we did not write may be for another kernel.
                    if (object.startsWith(scratch)) {
                        differences.add(where + ": refused there, not here");
                    }
                    continue;
                }
                for (var program : expected.get(i).get().entrySet()) {
                    programs++;
                    difference(program.getValue(), own.get(program.getKey()))
                            .ifPresent(text -> differences.add(where + ", " + program.getKey() + ": " + text));
                }
            }
        }
        System.out.println("relocated: " + objects.size() + " objects, " + kernels.size() + " kernels, " + programs
                + " programs compared, " + refused + " refused on both sides");
        assertEquals(List.of(), differences.subList(0, Math.min(20, differences.size())), differences.size() + " differ");
        assertTrue(objects.size() >= atLeast, objects.size() + " objects");
        assertTrue(programs >= objects.size(), programs + " programs");
    }

    private static Optional<String> difference(Given expected, Given own) {
        if (own == null) {
            return Optional.of("is not there");
        }
        long[] a = Insn.decode(expected.code());
        long[] b = Insn.decode(own.code());
        for (int i = 0; i < Math.min(a.length, b.length); i++) {
            if (a[i] != b[i]) {
                return Optional.of("instruction " + i + " is " + Long.toHexString(a[i]) + " there, "
                        + Long.toHexString(b[i]) + " here");
            }
        }
        if (a.length != b.length) {
            return Optional.of(a.length + " instructions there, " + b.length + " here");
        }
        if (!expected.functions().equals(own.functions())) {
            return Optional.of("functions " + expected.functions() + " there, " + own.functions() + " here");
        }
        return expected.lines().equals(own.lines()) ? Optional.empty() : Optional.of("lines differ");
    }

    /** Descriptors are the running process's: they are zero on both sides. */
    private static Map<String, Given> own(BpfObject object, Btf kernel) {
        Map<String, Given> found = new TreeMap<>();
        ProgramLinker linker = new ProgramLinker(object, Optional.of(new CoreRelocator(object.btf().orElseThrow(), kernel, List.of())));
        Externs externs = new Externs(object);
        for (BpfFunction function : object.contents.functions()) {
            if (!function.isProgram() || function.section().startsWith("?")) {
                continue;
            }
            LinkedProgram linked = linker.link(function);
            long[] code = linked.code();
            linked.targets().forEach((insn, target) -> {
                switch (target) {
                    case CodeTarget.MapReference map -> code[insn] = Insn.withSrc(Insn.withImm(code[insn], 0), Insn.BPF_PSEUDO_MAP_FD);
                    case CodeTarget.DataReference(String section, long offset) -> data(code, insn, Insn.imm(code[insn]) + (int) offset);
                    case CodeTarget.ExternVariable(String name, boolean weak) -> {
                        if (externs.kconfigOffsets().containsKey(name)) {
                            data(code, insn, externs.kconfigOffsets().get(name));
                        } else {
                            externs.variable(code, insn, name, weak, () -> kernel);
                        }
                    }
                    case CodeTarget.ExternFunction(String name, boolean weak) -> externs.function(code, insn, name, weak, () -> kernel);
                    case CodeTarget.Call call -> throw new AssertionError(call);
                    case CodeTarget.FunctionAddress address -> throw new AssertionError(address);
                }
            });
            found.put(cut(function.name()), new Given(Insn.encode(code),
                    linked.functions().stream().map(info -> info.insnOffset() | (long) info.type() << 32).toList(),
                    linked.lines().stream().map(info -> List.of(info.insnOffset(), info.file(), info.text(),
                            info.lineAndColumn())).toList()));
        }
        return found;
    }

    private static void data(long[] code, int insn, int offset) {
        code[insn] = Insn.withSrc(Insn.withImm(code[insn], 0), Insn.BPF_PSEUDO_MAP_VALUE);
        code[insn + 1] = Insn.withImm(code[insn + 1], offset);
    }

    private static String cut(String name) {
        return name.substring(0, Math.min(15, name.length()));
    }

    /** For each object its programs, or nothing when libbpf itself could not make them. */
    private static List<Optional<Map<String, Given>>> libbpf(Path kernel, List<Path> objects) throws IOException {
        Path output = Files.createTempFile(scratch, "relocated", ".out");
        List<String> command = new ArrayList<>(List.of(oracle.toString(), kernel.toString()));
        objects.forEach(each -> command.add(each.toString()));
        Process process = new ProcessBuilder(command).redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try {
            assertEquals(0, process.waitFor(), "the oracle failed");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
        ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(output)).order(ByteOrder.LITTLE_ENDIAN);
        List<Optional<Map<String, Given>>> found = new ArrayList<>();
        for (int i = 0; i < objects.size(); i++) {
            Map<String, Given> programs = new LinkedHashMap<>();
            while (in.getInt(in.position()) != MARK) {
                byte[] name = new byte[16];
                in.get(name);
                byte[] code = new byte[in.getInt() * Insn.BYTES];
                in.get(code);
                List<Long> functions = new ArrayList<>();
                for (int n = in.getInt(); n > 0; n--) {
                    functions.add(in.getLong());
                }
                List<List<Integer>> lines = new ArrayList<>();
                for (int n = in.getInt(); n > 0; n--) {
                    lines.add(List.of(in.getInt(), in.getInt(), in.getInt(), in.getInt()));
                }
                programs.put(new String(name).replaceAll("\0.*", ""), new Given(withoutDescriptors(code), functions, lines));
            }
            in.getInt();
            boolean whole = in.getInt() == OPENED_AND_LOADED;
            found.add(whole ? Optional.of(programs) : Optional.empty());
        }
        return found;
    }

    private static byte[] withoutDescriptors(byte[] bytes) {
        long[] code = Insn.decode(bytes);
        for (int i = 0; i < code.length; i++) {
            boolean descriptor = Insn.isLoadImm64(code[i])
                    && (Insn.src(code[i]) == Insn.BPF_PSEUDO_MAP_FD || Insn.src(code[i]) == Insn.BPF_PSEUDO_MAP_VALUE);
            if (descriptor) {
                code[i] = Insn.withImm(code[i], 0);
            }
            i += Insn.isLoadImm64(code[i]) ? 1 : 0;
        }
        return Insn.encode(code);
    }
}
