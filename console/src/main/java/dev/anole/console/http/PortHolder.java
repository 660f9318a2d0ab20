package dev.anole.console.http;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Who listens on a TCP port, as far as this process may see: the socket's inode from {@code /proc/net/tcp} and
 * {@code tcp6} (proc_net_tcp(5)), then the process that has it open. Another user's descriptors are visible to root only.
 */
final class PortHolder {
    private static final String LISTENING = "0A";
    private static final int PROCESSES_MAX = 100_000;

    private PortHolder() {
    }

    /** For example {@code "java (pid 4711)"}. */
    static Optional<String> of(int port) {
        return inode(port).flatMap(PortHolder::process);
    }

    private static Optional<String> inode(int port) {
        String hex = String.format(":%04X", port);
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            try {
                for (String line : Files.readAllLines(Path.of(table))) {
                    String[] f = line.strip().split("\\s+");
                    if (f.length > 9 && f[1].endsWith(hex) && f[3].equals(LISTENING)) {
                        return Optional.of(f[9]);
                    }
                }
            } catch (IOException e) {
                // A host without IPv6 has no second table.
            }
        }
        return Optional.empty();
    }

    private static Optional<String> process(String inode) {
        String wanted = "socket:[" + inode + "]";
        int seen = 0;
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                if (++seen > PROCESSES_MAX) {
                    break;
                }
                try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
                    for (Path descriptor : descriptors) {
                        if (Files.readSymbolicLink(descriptor).toString().equals(wanted)) {
                            String name = Files.readString(process.resolve("comm")).strip().replaceAll("\\p{Cntrl}", "?");
                            return Optional.of(name + " (pid " + process.getFileName() + ")");
                        }
                    }
                } catch (IOException | java.nio.file.DirectoryIteratorException e) {
                    // Not ours to look at, or gone meanwhile.
                }
            }
        } catch (IOException | java.nio.file.DirectoryIteratorException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }
}
