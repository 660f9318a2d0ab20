package dev.anole.operation.journal;

import dev.anole.kernel.linux.ExtendedAttributes;
import dev.anole.kernel.linux.Symlink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Everything below a directory as text, for comparing: type, mode, owner, time to the nanosecond, attributes, content. */
final class Tree {
    private Tree() {
    }

    static Map<String, String> of(Path root) throws IOException {
        Map<String, String> all = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(root)) {
            paths.filter(p -> !p.equals(root)).forEach(p -> all.put(root.relativize(p).toString(), describe(p)));
        }
        return all;
    }

    private static String describe(Path path) {
        try {
            Map<String, Object> unix = Files.readAttributes(path, "unix:mode,uid,gid,lastModifiedTime,nlink", LinkOption.NOFOLLOW_LINKS);
            StringBuilder text = new StringBuilder();
            boolean directory = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
            text.append(String.format("%06o %s:%s", (Integer) unix.get("mode"), unix.get("uid"), unix.get("gid")));
            if (!directory) {
                text.append(' ').append(((FileTime) unix.get("lastModifiedTime")).toInstant()).append(" links ").append(unix.get("nlink"));
            }
            ExtendedAttributes attributes = ExtendedAttributes.of(path.toString(), Symlink.NO_FOLLOW);
            for (String name : attributes.names().stream().sorted().toList()) {
                text.append(' ').append(name).append('=').append(HexFormat.of().formatHex(attributes.get(name).orElseThrow()));
            }
            if (Files.isSymbolicLink(path)) {
                text.append(" -> ").append(Files.readSymbolicLink(path));
            } else if (!directory) {
                text.append(" ").append(HexFormat.of().formatHex(Files.readAllBytes(path)));
            }
            return text.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
