package dev.anole.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/**
 * A new directory that other users may enter, as a data directory must be when root's console runs as another user;
 * gone when it is closed.
 *
 * @param path where it is
 */
record Scratch(Path path) implements AutoCloseable {

    static Scratch make() throws IOException {
        Path path = Files.createTempDirectory("anole-e2e-");
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new Scratch(path);
    }

    Path resolve(String name) {
        return path.resolve(name);
    }

    @Override
    public void close() throws IOException {
        try {
            Ran.in(Path.of("/"), Map.of(), List.of("rm", "-rf", "--one-file-system", path.toString()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
