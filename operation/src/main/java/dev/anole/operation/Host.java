package dev.anole.operation;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
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
    /** Most of a file that {@link #read} gives, in bytes. */
    public static final int READ_BYTES_MAX = 64 << 10;

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

    /**
     * A small file's text, stripped; empty where it cannot be read. For probes, not for hot paths.
     *
     * <p>Not with {@code Files.readString}: its first read of a file whose size is 0 asks for one byte, and a number of
     * {@code /proc/sys} gives that one digit and then says that this was all ({@code proc_dointvec}, kernel/sysctl.c).
     */
    public Optional<String> read(String absolute) {
        try (InputStream in = Files.newInputStream(path(absolute))) {
            return Optional.of(new String(in.readNBytes(READ_BYTES_MAX), StandardCharsets.UTF_8).strip());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
