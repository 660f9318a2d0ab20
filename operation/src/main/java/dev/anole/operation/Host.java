package dev.anole.operation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * The host that an operation works on, as its probes and paths see it.
 *
 * @param name    what it calls itself
 * @param root    where its file system begins: {@code /}, or a directory in a test
 * @param uid     whose rights this process has
 */
public record Host(String name, Path root, int uid) {
    public Host {
        Objects.requireNonNull(name, "name");
        if (!root.isAbsolute()) {
            throw new IllegalArgumentException("a host's root is absolute: " + root);
        }
    }

    /** This host. */
    public static Host local() {
        try {
            String name = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
            return new Host(name, Path.of("/"), (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (IOException e) {
            throw new OperationException(OperationException.Kind.UNAVAILABLE,
                Text.of("/proc cannot be read: " + e.getMessage(), "无法读取 /proc：" + e.getMessage()),
                Text.of("Anole needs Linux with /proc mounted", "Anole 需要挂载了 /proc 的 Linux"), e);
        }
    }

    public boolean isRoot() {
        return uid == 0;
    }

    /** A path of the host, below its root. */
    public Path path(String absolute) {
        if (!absolute.startsWith("/")) {
            throw new IllegalArgumentException("not absolute: " + absolute);
        }
        return root.resolve(absolute.substring(1));
    }

    /** A small file's text, stripped; empty where it cannot be read. For probes, not for hot paths. */
    public Optional<String> read(String absolute) {
        try {
            return Optional.of(Files.readString(path(absolute)).strip());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
