package dev.anole.launch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What another program printed.
 *
 * @param code its exit code
 * @param text what it wrote to both its outputs
 */
record Ran(int code, String text) {

    static Ran of(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ran(process.waitFor(), text);
    }

    /** True if a program of that name is on the path. */
    static boolean exists(String program) {
        return List.of(System.getenv("PATH").split(":")).stream().anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }
}
