package dev.anole.launch;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/**
 * The one library with machine code in a run image. Its jar brings SQLite for a dozen systems, and at each start
 * unpacks one of them into the temporary directory: slow, left behind by a killed process, and impossible where that
 * directory forbids execution. In an image the one for this machine lies beside the jar, and the jar is without.
 */
final class SqliteLibrary {

    /** The file's name; the script {@code run} tells the driver where it lies. */
    static final String FILE = "libsqlitejdbc.so";
    private static final String NATIVE = "org/sqlite/native/";

    private SqliteLibrary() {}

    /** True if {@code jar} is the driver's. */
    static boolean in(Path jar) {
        return jar.getFileName().toString().startsWith("sqlite-jdbc-");
    }

    /** Writes {@code jar} without machine code to {@code target}, and the library for this machine into {@code lib}. */
    static void unpack(Path jar, Path target, Path lib) throws IOException {
        String wanted = NATIVE + "Linux/" + Architecture.here().linuxName() + "/" + FILE;
        boolean found = false;
        try (var file = new JarFile(jar.toFile()); OutputStream raw = Files.newOutputStream(target); var out = new JarOutputStream(raw)) {
            List<JarEntry> entries = file.stream().sorted(Comparator.comparing(JarEntry::getName)).toList();
            for (JarEntry entry : entries) {
                if (entry.getName().equals(wanted)) {
                    try (var in = file.getInputStream(entry)) {
                        Files.copy(in, lib.resolve(FILE));
                    }
                    found = true;
                } else if (!entry.getName().startsWith(NATIVE)) {
                    var kept = new JarEntry(entry.getName());
                    kept.setTime(ImageMaker.FILE_TIME.toEpochMilli());
                    out.putNextEntry(kept);
                    try (var in = file.getInputStream(entry)) {
                        in.transferTo(out);
                    }
                    out.closeEntry();
                }
            }
        }
        if (!found) {
            throw new IOException(jar + " has no " + wanted);
        }
    }
}
