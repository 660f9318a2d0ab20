package dev.anole.security.shangmi;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The {@code openssl} command, run in a directory of the test's own. */
public final class Openssl {
    private static final int SECONDS_MAX = 30;

    private final Path directory;

    /** Skips the test where there is no openssl with SM2. */
    public Openssl(Path directory) throws Exception {
        this.directory = directory;
        boolean there = false;
        try {
            there = start(List.of("ecparam", "-name", "SM2", "-noout")).waitFor() == 0;
        } catch (IOException absent) {
            assumeTrue(false, "no openssl command: " + absent.getMessage());
        }
        assumeTrue(there, "this openssl has no SM2");
    }

    private Process start(List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(arguments);
        return new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile())).start();
    }

    /** Runs to a right end, and gives what was printed. */
    public String run(String... arguments) throws Exception {
        return run(0, arguments);
    }

    /** Runs to this exit code. */
    public String run(int code, String... arguments) throws Exception {
        Process process = start(List.of(arguments));
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (InputStream output = process.getInputStream()) {
            output.transferTo(printed);
        }
        assertTrue(process.waitFor(SECONDS_MAX, TimeUnit.SECONDS), "openssl does not end");
        assertEquals(code, process.exitValue(), "openssl " + String.join(" ", arguments) + ": " + printed);
        return printed.toString();
    }

    /** Writes a file that openssl shall read. */
    public void write(String name, byte[] content) throws IOException {
        Files.write(directory.resolve(name), content);
    }

    /** Reads a file that openssl wrote. */
    public byte[] read(String name) throws IOException {
        return Files.readAllBytes(directory.resolve(name));
    }
}
