package dev.anole.cli;

import dev.anole.operation.Host;
import dev.anole.operation.OperationException;
import dev.anole.operation.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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

    /** Makes it, so that others pass through to the socket and to what is theirs, and cannot list what is here. */
    static void make(Path data, Host host) {
        try {
            if (!Files.exists(data)) {
                Files.createDirectories(data);
                Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx--x--x"));
            } else if (host.isRoot()) {
                // The console's user has to pass as well.
                Set<PosixFilePermission> rights = new HashSet<>(Files.getPosixFilePermissions(data));
                if (rights.add(PosixFilePermission.OTHERS_EXECUTE)) {
                    Files.setPosixFilePermissions(data, rights);
                }
            }
        } catch (IOException e) {
            throw OperationException.failed(
                Text.of("the data directory " + data + " cannot be used: " + e.getClass().getSimpleName() + " " + e.getMessage(),
                    "无法使用数据目录 " + data + "：" + e.getClass().getSimpleName() + " " + e.getMessage()),
                Text.of("give another one with --data DIR", "请用 --data DIR 指定其他目录"), e);
        }
    }
}
