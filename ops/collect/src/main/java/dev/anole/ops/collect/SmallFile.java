package dev.anole.ops.collect;

import dev.anole.operation.Host;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Files of the host that are read now and then, below its root. What cannot be read is empty: inventory tells what there
 * is. Bytes that are not UTF-8 become the replacement character.
 */
final class SmallFile {
    /** Enough for any single value of /sys. */
    private static final int VALUE_BYTES_MAX = 4096;
    /** Entries of a directory beyond are passed over. */
    private static final int ENTRIES_MAX = 65_536;

    private SmallFile() {
    }

    /** The text of a file, cut at a length. */
    static Optional<String> text(Host host, String path, int bytesMax) {
        return text(host.path(path), bytesMax);
    }

    /** The text of a file, cut at a length. */
    static Optional<String> text(Path path, int bytesMax) {
        return bytes(path, bytesMax).map(b -> new String(b, StandardCharsets.UTF_8));
    }

    /** The bytes of a file, cut at a length. */
    static Optional<byte[]> bytes(Path path, int bytesMax) {
        try (InputStream in = Files.newInputStream(path)) {
            return Optional.of(in.readNBytes(bytesMax));
        } catch (IOException | SecurityException e) {
            return Optional.empty();
        }
    }

    /** A file of one value, without blanks around it; empty also when nothing is in it. */
    static Optional<String> value(Host host, String path) {
        return text(host, path, VALUE_BYTES_MAX).map(String::strip).filter(v -> !v.isEmpty());
    }

    /** A file of one whole number. */
    static Optional<Long> number(Host host, String path) {
        return value(host, path).flatMap(SmallFile::parse);
    }

    /** A whole number. */
    static Optional<Long> parse(String text) {
        try {
            return Optional.of(Long.parseLong(text.strip()));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** The names in a directory, sorted; none where there is no such directory. */
    static List<String> names(Host host, String path) {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(host.path(path))) {
            for (Path entry : entries) {
                if (names.size() >= ENTRIES_MAX) {
                    break;
                }
                names.add(entry.getFileName().toString());
            }
        } catch (IOException | DirectoryIteratorException e) {
            return List.of();
        }
        Collections.sort(names);
        return names;
    }

    /** The last name of where a symbolic link points: the driver of a device. */
    static Optional<String> linkName(Host host, String path) {
        try {
            return Optional.ofNullable(Files.readSymbolicLink(host.path(path)).getFileName()).map(Path::toString);
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }

    /** Where a symbolic link points, as it stands. */
    static Optional<String> link(Host host, String path) {
        try {
            return Optional.of(Files.readSymbolicLink(host.path(path)).toString());
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }

    /** Whether there is something under that name. */
    static boolean exists(Host host, String path) {
        return Files.exists(host.path(path));
    }
}
