package dev.anole.cli.door;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * The program as services start it.
 *
 * @param run    the script of the run image
 * @param java   the Java to name; empty where the image has its own
 * @param closed the directory on the way to it that others may not enter
 */
public record InstalledProgram(Path run, Optional<Path> java, Optional<Path> closed) {
    public InstalledProgram {
        Objects.requireNonNull(run, "run");
        Objects.requireNonNull(java, "java");
        Objects.requireNonNull(closed, "closed");
    }
}
