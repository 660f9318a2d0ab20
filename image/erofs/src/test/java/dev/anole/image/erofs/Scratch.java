package dev.anole.image.erofs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** A directory that a test makes for itself and that goes with it. */
final class Scratch implements AutoCloseable {
    private static final int COMMAND_SECONDS_MAX = 60;

    private final Path path;

    Scratch() {
        try {
            path = Files.createTempDirectory("anole-erofs");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path path(String name) {
        return path.resolve(name);
    }

    /** Runs a command, which must succeed. Answers what it said. */
    static String run(Object... words) throws Exception {
        Outcome outcome = attempt(words);
        if (outcome.code != 0) {
            throw new AssertionError(List.of(words) + " failed with " + outcome.code + ": " + outcome.text);
        }
        return outcome.text;
    }

    record Outcome(int code, String text) {
    }

    static Outcome attempt(Object... words) throws Exception {
        List<String> command = java.util.Arrays.stream(words).map(Object::toString).toList();
        Path output = Files.createTempFile("anole-erofs", ".out");
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(COMMAND_SECONDS_MAX, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(command + " took more than " + COMMAND_SECONDS_MAX + " s");
            }
            return new Outcome(process.exitValue(), new String(Files.readAllBytes(output), java.nio.charset.StandardCharsets.ISO_8859_1));
        } finally {
            Files.delete(output);
        }
    }

    static boolean hasCommand(String name) {
        return java.util.Arrays.stream(System.getenv("PATH").split(":")).anyMatch(each ->
                Files.isExecutable(Path.of(each, name)));
    }

    /** Skips a test that needs one of them. */
    static void assumeCommands(String... names) {
        for (String each : names) {
            assumeTrue(hasCommand(each), each + " is missing: apt install acl attr zstd tar");
        }
    }

    @Override
    public void close() {
        try {
            // Names in it may be no text, which java.nio cannot delete.
            new ProcessBuilder("rm", "-rf", path.toString()).inheritIO().start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
