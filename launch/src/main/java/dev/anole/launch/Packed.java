package dev.anole.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One entry of an archive.
 *
 * @param name    its path in the archive, without a leading slash; a directory's ends in a slash
 * @param mode    permission bits
 * @param time    seconds since 1970
 * @param content what it is
 */
record Packed(String name, int mode, long time, Content content) {

    /** What an entry is. */
    sealed interface Content {
        /** A file with the bytes of {@code source}, {@code size} of them. */
        record File(Path source, long size) implements Content {}
        /** A file with these bytes. */
        record Bytes(byte[] bytes) implements Content {}
        /** A directory. */
        record Directory() implements Content {}
        /** A symbolic link to {@code target}. */
        record Link(String target) implements Content {}
    }

    /** Each file below {@code directory}, parents first, names in order, under {@code prefix} (which ends in a slash). */
    static List<Packed> tree(Path directory, String prefix) throws IOException {
        var entries = new ArrayList<Packed>();
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted().toList()) {
                String name = prefix + directory.relativize(file);
                long time = Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toMillis() / 1000;
                if (Files.isSymbolicLink(file)) {
                    entries.add(new Packed(name, 0777, time, new Content.Link(Files.readSymbolicLink(file).toString())));
                } else if (Files.isDirectory(file)) {
                    entries.add(new Packed(file.equals(directory) ? prefix : name + "/", 0755, time, new Content.Directory()));
                } else {
                    entries.add(new Packed(name, Files.isExecutable(file) ? 0755 : 0644, time, new Content.File(file, Files.size(file))));
                }
            }
        }
        return entries;
    }
}
