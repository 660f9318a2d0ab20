package dev.anole.cli;

import dev.anole.operation.Host;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Where Anole keeps what it must not forget. */
final class DataDirectory {
    private DataDirectory() {
    }

    /** The one that was asked for; else root's, else the person's own by the XDG base directory specification. */
    static Path of(Optional<Path> asked, Map<String, String> environment, Host host) {
        return asked.map(Path::toAbsolutePath).map(Path::normalize).orElseGet(() -> host.isRoot()
            ? Path.of("/var/lib/anole") : state(environment).resolve("anole"));
    }

    private static Path state(Map<String, String> environment) {
        return Optional.ofNullable(environment.get("XDG_STATE_HOME")).filter(p -> p.startsWith("/")).map(Path::of)
            .orElseGet(() -> Path.of(environment.getOrDefault("HOME", System.getProperty("user.home"))).resolve(".local/state"));
    }
}
