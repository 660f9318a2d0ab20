package dev.anole.kernel.linux;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Starts one program of the tests again and again, as those do that kill it at each of its system calls. One run of it is
 * recorded and becomes a start-up cache (JEP 483, 514) for the others, which then start in half the time; a cache takes
 * classes from jars alone, so directories of the class path become jars first. The program is interpreted: it lives too
 * shortly for a compiler.
 */
public final class TrainedJava implements AutoCloseable {
    private static final List<String> FLAGS = List.of("--enable-native-access=ALL-UNNAMED", "-Xint", "-XX:+UseSerialGC", "-XX:-UsePerfData",
            "-Xmx64m", "-ea", "-Xlog:disable");

    private final Path directory;
    private final String classPath;
    private final Class<?> main;
    private final Optional<Path> cache;

    private TrainedJava(Path directory, String classPath, Class<?> main, Optional<Path> cache) {
        this.directory = directory;
        this.classPath = classPath;
        this.main = main;
        this.cache = cache;
    }

    /**
     * Learns from one run.
     *
     * @param main     the program, found on this JVM's class path
     * @param training arguments of a run that does what later runs do, and ends with 0
     * @throws IOException if that run fails; a JVM that makes no cache of it only starts more slowly, which is printed
     */
    public static TrainedJava of(Class<?> main, String... training) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("anole-trained-");
        try {
            var entries = new ArrayList<String>();
            for (String entry : System.getProperty("java.class.path").split(":")) {
                entries.add(Files.isDirectory(Path.of(entry)) ? jar(Path.of(entry), directory.resolve(entries.size() + ".jar")).toString() : entry);
            }
            String classPath = String.join(":", entries);
            Path cache = directory.resolve("cache");
            var untrained = new TrainedJava(directory, classPath, main, Optional.empty());
            var command = untrained.command(training);
            command.add(1, "-XX:AOTCacheOutput=" + cache);
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException("exit code " + process.exitValue() + " of " + String.join(" ", command) + "\n" + said);
            }
            if (!Files.exists(cache)) {
                System.out.println("this JVM made no start-up cache of " + main.getName() + ": " + said.strip());
                return untrained;
            }
            return new TrainedJava(directory, classPath, main, Optional.of(cache));
        } catch (IOException | InterruptedException e) {
            delete(directory);
            throw e;
        }
    }

    /** The command that runs it; the list is the caller's own. */
    public List<String> command(String... arguments) {
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(FLAGS);
        cache.ifPresent(file -> command.add("-XX:AOTCache=" + file));
        command.addAll(List.of("-cp", classPath, main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** Stored, not compressed: it is read more often than it is written. */
    private static Path jar(Path classes, Path jar) throws IOException {
        try (OutputStream raw = Files.newOutputStream(jar); var out = new ZipOutputStream(raw); Stream<Path> files = Files.walk(classes)) {
            out.setMethod(ZipOutputStream.STORED);
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                byte[] bytes = Files.readAllBytes(file);
                var crc = new CRC32();
                crc.update(bytes);
                var entry = new ZipEntry(classes.relativize(file).toString());
                entry.setSize(bytes.length);
                entry.setCrc(crc.getValue());
                out.putNextEntry(entry);
                out.write(bytes);
                out.closeEntry();
            }
        }
        return jar;
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Removes jars and cache. */
    @Override
    public void close() throws IOException {
        delete(directory);
    }
}
