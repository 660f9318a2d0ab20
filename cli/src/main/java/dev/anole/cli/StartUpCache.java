package dev.anole.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Whether this JVM took the start-up cache that the launcher gave it. HotSpot refuses a cache for a dozen reasons
 * (another collector, header layout, module option, JVM build) and then just starts more slowly; its messages about
 * that go to standard output, so the launcher turns them off, and Anole looks for itself. A cache that was taken is
 * mapped, and {@code /proc/self/maps} names it (proc_pid_maps(5)).
 */
final class StartUpCache {

    private static final Path MAPS = Path.of("/proc/self/maps");

    private StartUpCache() {}

    /** One line for a person if the cache was not taken; empty if it was, or if there is no launcher. */
    static Optional<String> complaint() {
        String image = System.getProperty(Program.IMAGE_PROPERTY);
        String role = System.getProperty("anole.role");
        if (image == null || role == null || System.getenv("ANOLE_TRAINING") != null) {
            return Optional.empty();
        }
        try {
            return complaint(Path.of(image, role + ".aot"), Files.readString(MAPS, StandardCharsets.ISO_8859_1));
        } catch (IOException unreadable) {
            return Optional.of("whether the start-up cache is in use is unknown: " + unreadable);
        }
    }

    static Optional<String> complaint(Path cache, String maps) {
        if (maps.contains(cache.toString())) {
            return Optional.empty();
        }
        if (!Files.exists(cache)) {
            return Optional.of("there is no start-up cache " + cache
                    + ", so this start was slower: training.log beside the image tells why; remove target/anole and run again to train it");
        }
        return Optional.of("Java refused the start-up cache " + cache
                + ", so this start was slower: ANOLE_JAVA_OPTIONS, JAVA_TOOL_OPTIONS or JDK_JAVA_OPTIONS may change its flags; "
                + "ANOLE_JAVA_OPTIONS=-Xlog:aot shows why");
    }
}
