package dev.anole.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A program that has ended, as a person at a terminal saw it.
 *
 * @param code  its exit code
 * @param out   what it wrote to standard output
 * @param err   what it wrote to standard error
 * @param took  its wall time
 */
record Ran(int code, String out, String err, Duration took) {

    /** A command that takes longer than this hangs. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** Runs {@code command} in {@code directory} with {@code environment} added; an empty value takes a name away. */
    static Ran in(Path directory, Map<String, String> environment, List<String> command) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command).directory(directory.toFile()).redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        environment.forEach((name, value) -> {
            if (value.isEmpty()) {
                builder.environment().remove(name);
            } else {
                builder.environment().put(name, value);
            }
        });
        long start = System.nanoTime();
        Process process = builder.start();
        var err = CompletableFuture.supplyAsync(() -> text(process.getErrorStream()));
        var out = CompletableFuture.supplyAsync(() -> text(process.getInputStream()));
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
            throw new IOException("no end within " + PATIENCE.toSeconds() + " s: " + String.join(" ", command) + "\n" + err.join());
        }
        return new Ran(process.exitValue(), out.join(), err.join(), Duration.ofNanos(System.nanoTime() - start));
    }

    static String text(java.io.InputStream in) {
        try (in) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
