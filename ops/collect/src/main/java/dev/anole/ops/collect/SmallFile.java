package dev.anole.ops.collect;

import dev.anole.kernel.linux.Access;
import dev.anole.kernel.linux.Directory;
import dev.anole.kernel.linux.DirectoryReader;
import dev.anole.kernel.linux.LinuxException;
import dev.anole.kernel.linux.OpenFile;
import dev.anole.kernel.linux.OpenFlag;
import dev.anole.kernel.linux.Symlink;
import dev.anole.operation.Host;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Files of the host that are read now and then, below its root. What cannot be read is empty: inventory tells what there
 * is. Bytes that are not UTF-8 become the replacement character.
 *
 * <p>Paths are strings all the way: a {@code java.nio.file.Path} cannot hold a name outside ASCII where the locale is
 * POSIX, and services are started in that.
 */
final class SmallFile {
    /** Enough for any single value of /sys. */
    private static final int VALUE_BYTES_MAX = 4096;
    /** Entries of a directory beyond are passed over. */
    private static final int ENTRIES_MAX = 65_536;
    private static final int CHUNK_BYTES = 64 * 1024;

    private SmallFile() {
    }

    /** An absolute path of the host, below its root. */
    static String path(Host host, String absolute) {
        if (!absolute.startsWith("/")) {
            throw new IllegalArgumentException("not absolute: " + absolute);
        }
        return host.root().getNameCount() == 0 ? absolute : host.root() + absolute;
    }

    /** The text of a file, cut at a length. */
    static Optional<String> text(Host host, String path, int bytesMax) {
        return bytes(host, path, bytesMax).map(b -> new String(b, StandardCharsets.UTF_8));
    }

    /** The bytes of a file, cut at a length. Devices and pipes are not waited for. */
    static Optional<byte[]> bytes(Host host, String path, int bytesMax) {
        try (OpenFile file = OpenFile.open(path(host, path), Access.O_RDONLY, OpenFlag.O_NONBLOCK); Arena arena = Arena.ofConfined()) {
            MemorySegment chunk = arena.allocate(Math.min(bytesMax, CHUNK_BYTES));
            byte[] bytes = new byte[(int) chunk.byteSize()];
            int length = 0;
            while (length < bytesMax) {
                long read = file.read(chunk.asSlice(0, Math.min(chunk.byteSize(), bytesMax - length)));
                if (read == 0) {
                    break;
                }
                if (length + read > bytes.length) {
                    bytes = Arrays.copyOf(bytes, Math.min(bytesMax, 2 * bytes.length));
                }
                MemorySegment.copy(chunk, ValueLayout.JAVA_BYTE, 0, bytes, length, (int) read);
                length += (int) read;
            }
            return Optional.of(Arrays.copyOf(bytes, length));
        } catch (LinuxException e) {
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
        try (DirectoryReader entries = DirectoryReader.open(path(host, path))) {
            while (names.size() < ENTRIES_MAX && entries.next()) {
                names.add(entries.name());
            }
        } catch (LinuxException e) {
            return List.of();
        }
        Collections.sort(names);
        return names;
    }

    /** The last name of where a symbolic link points: the driver of a device. */
    static Optional<String> linkName(Host host, String path) {
        return link(host, path).map(target -> target.substring(target.lastIndexOf('/') + 1));
    }

    /** Where a symbolic link points, as it stands. */
    static Optional<String> link(Host host, String path) {
        try {
            return Optional.of(Directory.working().readLink(path(host, path)));
        } catch (LinuxException e) {
            return Optional.empty();
        }
    }

    /** Whether there is something under that name that this user may see. */
    static boolean exists(Host host, String path) {
        try {
            return Directory.working().find(path(host, path), Symlink.FOLLOW).isPresent();
        } catch (LinuxException e) {
            return false;
        }
    }
}
