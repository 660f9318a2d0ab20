package dev.anole.operation.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Directories for tests that make many hosts: in memory, where a sync costs nothing. */
final class MemoryDirectory {
    private MemoryDirectory() {
    }

    static Path make() throws IOException {
        Path memory = Path.of("/dev/shm");
        return Files.createTempDirectory(Files.isDirectory(memory) ? memory : Path.of(System.getProperty("java.io.tmpdir")), "anole-journal-");
    }

    static void delete(Path tree) throws IOException {
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
