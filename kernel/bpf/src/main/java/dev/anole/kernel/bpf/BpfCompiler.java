package dev.anole.kernel.bpf;

import dev.anole.kernel.linux.UnavailableException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Compiles C to BPF with the host's clang, for oneself or on behalf of others. The source may be anybody's, so clang runs
 * without network, in namespaces of its own with a file system that is read-only but for one directory (by
 * {@code bwrap}, where it is installed), and in any case with bounds on CPU time, memory, output and wall time, and may
 * read nothing but its input: {@code #include} of absolute paths and parent directories is refused before.
 *
 * <p>What was compiled once is kept under a digest of source, flags and compiler: the same question gets the same bytes.
 */
public final class BpfCompiler {
    /** Of one source. */
    public static final int SOURCE_BYTES_MAX = 1 << 20;
    static final int OBJECT_BYTES_MAX = 16 << 20;
    static final int MESSAGES_BYTES_MAX = 64 << 10;
    static final int CPU_SECONDS_MAX = 20;
    static final int WALL_SECONDS_MAX = 40;
    static final long MEMORY_KIB_MAX = 2L << 20;
    /** Compilers that run at once. */
    static final int PARALLEL_MAX = 2;
    private static final List<String> FLAGS = List.of("-target", "bpf", "-O2", "-g", "-mcpu=v2", "-fdebug-compilation-dir=.",
            "-Wall", "-nostdinc", "-c");

    private final Path clang;
    private final Path cache;
    private final Semaphore slots = new Semaphore(PARALLEL_MAX);
    private final String version;

    /**
     * What a compiler answers.
     *
     * @param messages warnings, or the errors when there is no object
     * @param fromCache whether nothing had to be compiled
     */
    public record Compiled(Optional<byte[]> object, String messages, boolean fromCache) {
    }

    private BpfCompiler(Path clang, Path cache, String version) {
        this.clang = clang;
        this.cache = cache;
        this.version = version;
    }

    /**
     * The host's compiler.
     *
     * @param cache a directory of the caller's, made if it is not there
     * @throws UnavailableException when there is no clang
     */
    public static BpfCompiler of(Path cache) throws IOException, InterruptedException {
        Files.createDirectories(cache);
        for (String directory : System.getenv().getOrDefault("PATH", "/usr/bin:/bin").split(":")) {
            Path clang = Path.of(directory, "clang");
            if (Files.isExecutable(clang)) {
                Process asked = new ProcessBuilder(clang.toString(), "--version").redirectErrorStream(true).start();
                String version = new String(asked.getInputStream().readNBytes(4096), StandardCharsets.UTF_8);
                asked.waitFor();
                return new BpfCompiler(clang, cache, version);
            }
        }
        throw new UnavailableException("compiling BPF", "clang is not installed", "apt install clang, or compile elsewhere: "
                + "anole bpf compile --remote URL");
    }

    /** Compiles one file. It includes nothing; declare what you use, with preserve_access_index. */
    public Compiled compile(String source) throws IOException, InterruptedException {
        byte[] bytes = source.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > SOURCE_BYTES_MAX) {
            return new Compiled(Optional.empty(), "the source is larger than " + SOURCE_BYTES_MAX + " bytes", false);
        }
        if (readsFiles(source)) {
            return new Compiled(Optional.empty(), "a source that is compiled for others includes and embeds nothing: declare "
                    + "what you use, with preserve_access_index", false);
        }
        Path kept = cache.resolve(digest(bytes) + ".bpf.o");
        if (Files.isRegularFile(kept)) {
            return new Compiled(Optional.of(Files.readAllBytes(kept)), "", true);
        }
        slots.acquire();
        try {
            return compileNow(bytes, kept);
        } finally {
            slots.release();
        }
    }

    /** Whatever makes a compiler open another file, also when it is spread over lines or spelled in trigraphs and digraphs. */
    private static boolean readsFiles(String source) {
        String joined = source.replace("??/\n", "").replaceAll("\\\\\\s*\\n", "").replace("%:", "#").replace("??=", "#");
        String bare = joined.replaceAll("/\\*[\\s\\S]*?\\*/", " ");
        return bare.matches("(?s).*#\\s*(include|include_next|import|embed)\\b.*")
                || bare.matches("(?s).*(\\.incbin|\\.include|__has_include|__has_embed|\\basm\\b|__asm).*");
    }

    private String digest(byte[] source) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(version.getBytes(StandardCharsets.UTF_8));
            digest.update(String.join("\0", FLAGS).getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            return HexFormat.of().formatHex(digest.digest(source));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    private Compiled compileNow(byte[] source, Path kept) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory(cache, "compile");
        try {
            Files.write(directory.resolve("program.bpf.c"), source);
            Path messages = directory.resolve("messages");
            Process process = new ProcessBuilder(command(directory)).directory(directory.toFile()).redirectErrorStream(true)
                    .redirectOutput(messages.toFile()).start();
            boolean ended = process.waitFor(WALL_SECONDS_MAX, TimeUnit.SECONDS);
            if (!ended) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
            }
            String said = said(messages);
            Path object = directory.resolve("program.bpf.o");
            if (!ended || process.exitValue() != 0 || !Files.isRegularFile(object) || Files.size(object) > OBJECT_BYTES_MAX) {
                return new Compiled(Optional.empty(), said.isBlank() ? "the compiler used more than it may ("
                        + CPU_SECONDS_MAX + " s of CPU, " + (MEMORY_KIB_MAX >> 10) + " MiB, " + WALL_SECONDS_MAX + " s)" : said, false);
            }
            byte[] bytes = Files.readAllBytes(object);
            // Renamed when it is whole: another process may look for it at any time.
            try {
                Files.move(object, kept, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException e) {
                Files.copy(object, kept, StandardCopyOption.REPLACE_EXISTING);
            }
            return new Compiled(Optional.of(bytes), said, false);
        } finally {
            for (String name : List.of("program.bpf.c", "program.bpf.o", "messages")) {
                Files.deleteIfExists(directory.resolve(name));
            }
            try (var rest = Files.list(directory)) {
                for (Path file : rest.toList()) {
                    Files.deleteIfExists(file);
                }
            }
            Files.delete(directory);
        }
    }

    private List<String> command(Path directory) {
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(Path.of("/usr/bin/bwrap"))) {
            command.addAll(List.of("/usr/bin/bwrap", "--unshare-all", "--die-with-parent", "--new-session", "--clearenv",
                    "--ro-bind", "/usr", "/usr", "--symlink", "usr/lib", "/lib", "--symlink", "usr/lib64", "/lib64",
                    "--symlink", "usr/bin", "/bin", "--tmpfs", "/tmp", "--bind", directory.toString(), "/work", "--chdir", "/work"));
        }
        String limits = "ulimit -t " + CPU_SECONDS_MAX + " -v " + MEMORY_KIB_MAX + " -f " + OBJECT_BYTES_MAX / 512
                + " -c 0; exec \"$@\"";
        command.addAll(List.of("/bin/sh", "-c", limits, "sh", clang.toString()));
        command.addAll(FLAGS);
        command.addAll(List.of("program.bpf.c", "-o", "program.bpf.o"));
        return command;
    }

    private static String said(Path messages) throws IOException {
        try (var in = Files.newInputStream(messages)) {
            return new String(in.readNBytes(MESSAGES_BYTES_MAX), StandardCharsets.UTF_8);
        }
    }

    /** Whether compilers run in namespaces of their own here, or only within bounds. */
    public boolean isIsolated() {
        return Files.isExecutable(Path.of("/usr/bin/bwrap"));
    }
}
