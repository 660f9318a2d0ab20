package dev.anole.kernel.bpf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Compilers that tests call, where they are installed. */
final class Clang {
    private static final int SECONDS_MAX = 120;

    private Clang() {
    }

    /** What a program prints; the test is skipped without the program, and fails when it fails. */
    static String run(Path directory, List<String> command) {
        try {
            Process process = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes());
            if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(command + " did not end");
            }
            if (process.exitValue() != 0) {
                throw new AssertionError(command + " failed: " + output);
            }
            return output;
        } catch (IOException absent) {
            assumeTrue(false, command.getFirst() + " is not installed: " + absent.getMessage());
            throw new UncheckedIOException(absent);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Compiles a source to bytecode beside it, as releases do. */
    static Path bytecode(Path source, Path object, String... flags) {
        List<String> command = new ArrayList<>(List.of("clang", "-target", "bpf", "-g", "-fdebug-compilation-dir=.",
                "-Wall", "-Wno-unused"));
        command.addAll(List.of(flags));
        command.addAll(List.of("-c", source.getFileName().toString(), "-o", object.toString()));
        run(source.getParent(), command);
        return object;
    }

    static Path resources() {
        return Path.of(System.getProperty("anole.root", "."), "kernel/bpf/src/test/resources/dev/anole/kernel/bpf");
    }

    static List<Path> sources() {
        try (var files = Files.list(resources().resolve("relocations"))) {
            return files.filter(each -> each.toString().endsWith(".bpf.c")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
