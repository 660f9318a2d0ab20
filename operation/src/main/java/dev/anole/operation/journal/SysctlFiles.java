package dev.anole.operation.journal;

import dev.anole.operation.Change;
import dev.anole.operation.Host;
import dev.anole.operation.KeyFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The files from which kernel values are set at boot, sysctl.d(5): of one name the first directory's counts, and they are
 * read in the order of their names. {@code /etc/sysctl.conf} is read last where procps does it.
 */
final class SysctlFiles {
    private static final List<String> DIRECTORIES = List.of("/etc/sysctl.d", "/run/sysctl.d", "/usr/local/lib/sysctl.d", "/usr/lib/sysctl.d");
    private static final String LAST = "/etc/sysctl.conf";
    private static final int FILES_MAX = 1000;

    private SysctlFiles() {
    }

    /** The file that sets a value after the given one. */
    static Optional<String> winner(Host host, String name, String file) {
        TreeMap<String, String> byName = new TreeMap<>();
        for (String directory : DIRECTORIES.reversed()) {
            try (Stream<Path> entries = Files.list(host.path(directory))) {
                entries.limit(FILES_MAX).map(p -> p.getFileName().toString()).filter(n -> n.endsWith(".conf"))
                    .forEach(n -> byName.put(n, directory + "/" + n));
            } catch (IOException e) {
                continue;   // a directory that is not there sets nothing
            }
        }
        Map<String, String> later = byName.tailMap(file.substring(file.lastIndexOf('/') + 1), false);
        return Stream.concat(later.values().stream(), Stream.of(LAST)).filter(other -> sets(host, other, name)).reduce((_, last) -> last);
    }

    private static boolean sets(Host host, String file, String name) {
        try {
            Path path = host.path(file);
            return Files.size(path) <= Change.FILE_BYTES_MAX
                && KeyFile.parse(Files.readAllBytes(path), KeyFormat.SYSCTL).get(Optional.empty(), name).isPresent();
        } catch (IOException e) {
            return false;
        }
    }
}
