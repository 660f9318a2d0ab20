package dev.anole.console.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * SQLite's library, taken out of the driver's jar once and kept beside the store. The driver by itself would copy it to
 * the temporary directory at each start, leave it there after {@code kill -9}, and fail where that directory is mounted
 * {@code noexec}.
 */
final class NativeLibrary {
    private static final String FILE = "libsqlitejdbc.so";

    private NativeLibrary() {
    }

    /** Tells the driver where the library is; where that fails, the driver helps itself as it always does. */
    static synchronized void prepare(Path directory) {
        String architecture = System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "x86_64";
        boolean known = System.getProperty("os.arch").equals("aarch64") || System.getProperty("os.arch").equals("amd64");
        if (System.getProperty("org.sqlite.lib.path") != null || !known || Files.exists(Path.of("/lib/ld-musl-" + architecture + ".so.1"))) {
            return;
        }
        try (InputStream in = org.sqlite.JDBC.class.getResourceAsStream("/org/sqlite/native/Linux/" + architecture + "/" + FILE)) {
            if (in == null) {
                return;
            }
            Path home = Files.createDirectories(directory.resolve("native").resolve(org.sqlite.SQLiteJDBCLoader.getVersion()));
            Path library = home.resolve(FILE);
            byte[] wanted = in.readAllBytes();
            if (!Files.exists(library) || Files.size(library) != wanted.length) {
                Path next = Files.createTempFile(home, FILE, ".new");
                Files.write(next, wanted);
                // Readable by the console's user also where root, who makes a login link, comes first.
                Files.setPosixFilePermissions(next, PosixFilePermissions.fromString("rw-r--r--"));
                Files.move(next, library, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
            System.setProperty("org.sqlite.lib.path", home.toString());
            System.setProperty("org.sqlite.lib.name", FILE);
        } catch (IOException e) {
            System.getLogger(NativeLibrary.class.getName()).log(System.Logger.Level.DEBUG,
                "SQLite's library could not be kept in " + directory, e);
        }
    }
}
