package dev.anole.cli;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The program as a process, from a copy of the class path that every user can read. */
final class Started implements AutoCloseable {
    private final Process process;
    private final BufferedReader out;
    private final Path err;

    private Started(Process process, Path err) {
        this.process = process;
        this.out = process.inputReader();
        this.err = err;
    }

    /** Copies this test's class path into a directory. */
    static String classPath(Path library) throws IOException {
        Files.setPosixFilePermissions(library, PosixFilePermissions.fromString("rwxr-xr-x"));
        StringBuilder path = new StringBuilder();
        int n = 0;
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path from = Path.of(entry);
            if (Files.exists(from)) {
                Path to = library.resolve(n++ + "-" + from.getFileName());
                copy(from, to);
                path.append(path.isEmpty() ? "" : File.pathSeparator).append(to);
            }
        }
        return path.toString();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path copy = file.equals(from) ? to : to.resolve(from.relativize(file).toString());
                Files.copy(file, copy);
                Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
    }

    static Started run(String classPath, Path scratch, List<String> before, String... words) throws IOException {
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED", "-cp", classPath, "dev.anole.cli.Main"));
        command.addAll(List.of(words));
        Path err = Files.createTempFile(scratch, "err", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(err.toFile());
        builder.environment().put("LANG", "en_US.UTF-8");
        builder.environment().remove("LC_ALL");
        return new Started(builder.start(), err);
    }

    /** The next line of standard output; empty at its end. */
    String line() throws IOException {
        String line = out.readLine();
        return line == null ? "" : line;
    }

    String err() throws IOException {
        return Files.readString(err);
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /** The Java process below it, beyond setpriv and shells. */
    ProcessHandle child() {
        return process.descendants().reduce((a, b) -> b).orElseThrow();
    }

    int end() throws InterruptedException {
        if (!process.waitFor(40, TimeUnit.SECONDS)) {
            throw new AssertionError("it does not end");
        }
        return process.exitValue();
    }

    /** SIGTERM, and what it ends with. */
    int terminate() throws InterruptedException {
        process.toHandle().destroy();
        return end();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
