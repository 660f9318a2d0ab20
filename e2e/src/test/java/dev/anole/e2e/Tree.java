package dev.anole.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A source tree with its launcher.
 *
 * @param root its directory
 */
record Tree(Path root) {

    /** The tree that these tests belong to. */
    static Tree own() {
        return new Tree(Path.of(System.getProperty("anole.root")));
    }

    /** Runs {@code ./anole} with {@code words}. */
    Ran anole(String... words) throws IOException, InterruptedException {
        return anole(Map.of(), words);
    }

    /** Runs {@code ./anole} with {@code words}, {@code environment} added. */
    Ran anole(Map<String, String> environment, String... words) throws IOException, InterruptedException {
        var command = new ArrayList<String>(List.of(root.resolve("anole").toString()));
        command.addAll(List.of(words));
        return Ran.in(root, environment, command);
    }

    /** Builds if there is something to build, so that what follows measures and shows the program alone. */
    Tree built() throws IOException, InterruptedException {
        Ran build = anole("build");
        if (build.code() != 0) {
            throw new IOException("./anole build: exit code " + build.code() + "\n" + build.err());
        }
        return this;
    }

    /** The run image that the launcher starts from. */
    Path image() throws IOException {
        Path state = root.resolve("target/anole/state");
        return root.resolve("target/anole/image").resolve(Files.readAllLines(state).get(3));
    }

    /** The JDK that the launcher found. */
    Path javaHome() throws IOException {
        return Path.of(Files.readAllLines(root.resolve("target/anole/state")).getFirst());
    }
}
