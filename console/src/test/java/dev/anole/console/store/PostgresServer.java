package dev.anole.console.store;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A PostgreSQL server of its own, from Debian's package, on the loopback, for the time of a test. */
public final class PostgresServer implements AutoCloseable {
    private static final Path LIBRARY = Path.of("/usr/lib/postgresql");
    private static final int UNPRIVILEGED = 65534;

    private final Path directory;
    private final Process server;
    private final int port;

    private static final String PASSWORD = "not-to-be-seen-7f3a";

    private PostgresServer(Path directory, Process server, int port) {
        this.directory = directory;
        this.server = server;
        this.port = port;
    }

    /** Where its programs are; empty when the package is not installed. */
    public static Optional<Path> programs() {
        if (!Files.isDirectory(LIBRARY)) {
            return Optional.empty();
        }
        try (Stream<Path> versions = Files.list(LIBRARY)) {
            return versions.map(v -> v.resolve("bin")).filter(b -> Files.isExecutable(b.resolve("initdb"))).sorted(Comparator.reverseOrder()).findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** A server that lets the user {@code anole} in with {@link #password}. */
    public static PostgresServer start(Path programs) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("anole-postgres-");
        boolean root = (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0;
        if (root) {   // it refuses to run as root
            Files.setAttribute(directory, "unix:uid", UNPRIVILEGED);
            Files.setAttribute(directory, "unix:gid", UNPRIVILEGED);
        }
        Path data = directory.resolve("data");
        Path password = Files.writeString(directory.resolve("password"), PASSWORD + "\n");
        run(directory, root, programs.resolve("initdb").toString(), "-D", data.toString(), "-U", "anole", "-A", "scram-sha-256", "--pwfile=" + password, "-E", "UTF8",
            "--no-locale", "--no-sync");
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Process server = command(directory, root, programs.resolve("postgres").toString(), "-D", data.toString(), "-p", Integer.toString(port),
            "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=" + directory, "-c", "fsync=off").start();
        PostgresServer made = new PostgresServer(directory, server, port);
        for (int i = 0; i < 300; i++) {
            try (Connection _ = made.connect()) {
                return made;
            } catch (SQLException e) {
                if (!server.isAlive()) {
                    break;
                }
                Thread.sleep(50);
            }
        }
        String log = Files.readString(directory.resolve("log"));
        made.close();
        throw new IOException("PostgreSQL did not start: " + log);
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(url(), "anole", PASSWORD);
    }

    /** Its database's address. */
    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    /** What lets the user {@code anole} in. */
    public String password() {
        return PASSWORD;
    }

    /** Ends every session but this one, as a restart does. */
    public int endSessions() throws SQLException {
        try (Connection c = connect(); var s = c.createStatement(); var rows = s.executeQuery("SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity "
                + "WHERE pid <> pg_backend_pid() AND application_name = 'anole console'")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    /** Forgets everything. */
    public void clear() throws SQLException {
        try (Connection c = connect(); var s = c.createStatement()) {
            s.execute("DROP SCHEMA public CASCADE");
            s.execute("CREATE SCHEMA public");
        }
    }

    private static ProcessBuilder command(Path directory, boolean root, String... words) {
        List<String> all = new ArrayList<>();
        if (root) {
            all.addAll(List.of("setpriv", "--reuid", Integer.toString(UNPRIVILEGED), "--regid", Integer.toString(UNPRIVILEGED), "--clear-groups"));
        }
        all.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(all).directory(directory.toFile());
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("log").toFile()));
        builder.environment().put("LC_ALL", "C");
        return builder;
    }

    private static void run(Path directory, boolean root, String... words) throws IOException, InterruptedException {
        Process process = command(directory, root, words).start();
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException(words[0] + " failed: " + Files.readString(directory.resolve("log")));
        }
    }

    @Override
    public void close() {
        server.destroy();
        try {
            if (!server.waitFor(10, TimeUnit.SECONDS)) {
                server.destroyForcibly().waitFor();
            }
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
