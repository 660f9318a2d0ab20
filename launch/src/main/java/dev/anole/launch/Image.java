package dev.anole.launch;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A run image: a directory with everything that a started Anole reads, and nothing else. It is made once and never
 * changed, because running JVMs keep reading its jars, and because a start-up cache is good for exactly these bytes.
 * JDK 25 does not notice by itself when a jar on the class path has changed under its cache, so the directory's name
 * must stand for its content.
 *
 * <pre>
 *   run              the script that starts a role
 *   ROLE.flags       the JVM's flags, one file a role
 *   ROLE.aot         the start-up cache, one file a role
 *   lib/anole.jar    first on the class path; its manifest names the others, in order
 *   lib/*.jar        our rooms and the libraries they use
 *   runtime/         a Java run time, in what others install
 *   made             the file that is written last
 * </pre>
 *
 * @param directory the image's absolute directory
 */
public record Image(Path directory) {

    public Image {
        if (!directory.isAbsolute()) {
            throw new IllegalArgumentException("the image's directory must be absolute, not " + directory);
        }
    }

    /** Directory of the jars. */
    public Path lib() {
        return directory.resolve("lib");
    }

    /** The jar that names all others in its manifest; the whole class path. */
    public Path entry() {
        return lib().resolve("anole.jar");
    }

    /** The script that starts a role from this image. */
    public Path run() {
        return directory.resolve("run");
    }

    /** The flags of {@code role}, as an argument file of the {@code java} command. */
    public Path flags(Role role) {
        return directory.resolve(role.word() + ".flags");
    }

    /** The start-up cache of {@code role}; absent if its training failed. */
    public Path cache(Role role) {
        return directory.resolve(role.word() + ".aot");
    }

    /** True if the image was finished; what lies in an unfinished one is of no use. */
    public boolean made() {
        return Files.exists(madeMark());
    }

    Path madeMark() {
        return directory.resolve("made");
    }
}
