package dev.anole.console.store;

import dev.anole.operation.OperationException;
import dev.anole.operation.Secret;
import dev.anole.operation.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;

/**
 * A PostgreSQL server that holds a console's records, in place of the SQLite file. The password is read from its file at
 * each connection, so that it can be changed there, and is written nowhere.
 *
 * @param url          {@code jdbc:postgresql://host:port/database}, with the driver's own parameters, such as
 *                     {@code sslmode} and {@code currentSchema}, but without user and password
 * @param user         empty for the driver's default, the name of the process's user
 * @param passwordFile a file whose first line is the user's password; empty where the server asks for none
 */
public record StoreServer(String url, Optional<String> user, Optional<Path> passwordFile) {
    /** What every address begins with. */
    public static final String SCHEME = "jdbc:postgresql:";
    /** How long the server has to take a connection, in seconds. */
    private static final int CONNECT_SECONDS_MAX = 10;
    /** How long the server may take to answer a statement, in seconds. */
    private static final int ANSWER_SECONDS_MAX = 30;
    /** The standard's SQLSTATE of a connection that could not be made. */
    private static final String CANNOT_CONNECT = "08001";
    /** The first line of the file that remembers it, with the version of its format. */
    private static final String HEAD = "anole store 1";

    public StoreServer {
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(passwordFile, "passwordFile");
        if (!url.startsWith(SCHEME)) {
            throw new IllegalArgumentException("not an address of PostgreSQL: " + url);
        }
    }

    /** Its address without the driver's parameters, for messages. */
    public String name() {
        int parameters = url.indexOf('?');
        return (parameters < 0 ? url : url.substring(0, parameters)).substring("jdbc:".length());
    }

    /** Opens the store there, whose tables are made when they are not there. */
    Store open() {
        return Store.open(Engine.POSTGRESQL, name(), this::connect);
    }

    private Connection connect() throws SQLException {
        Properties p = new Properties();
        user.ifPresent(u -> p.setProperty("user", u));
        if (passwordFile.isPresent()) {
            p.setProperty("password", password(passwordFile.get()).reveal());
        }
        p.setProperty("ApplicationName", "anole console");
        p.setProperty("connectTimeout", Integer.toString(CONNECT_SECONDS_MAX));
        p.setProperty("loginTimeout", Integer.toString(CONNECT_SECONDS_MAX));
        p.setProperty("socketTimeout", Integer.toString(ANSWER_SECONDS_MAX));
        p.setProperty("tcpKeepAlive", "true");
        // Not through DriverManager: it would load and ask every driver on the path.
        Connection made = new org.postgresql.Driver().connect(url, p);
        if (made == null) {
            throw new SQLException("the driver does not understand this address", CANNOT_CONNECT);
        }
        return made;
    }

    private static Secret password(Path file) throws SQLException {
        try {
            return Secret.of(Files.readString(file).lines().findFirst().orElse("").strip());
        } catch (IOException e) {
            throw new SQLException("the password file cannot be read (" + e + ")", CANNOT_CONNECT);
        }
    }

    private static Path memory(Path directory) {
        return directory.resolve("store.server");
    }

    /**
     * Leaves word in a console's directory of where its records are, for whoever makes a login link from another process.
     * The password is not in it, only where its file is.
     */
    static void remember(Path directory, Optional<StoreServer> server) {
        try {
            if (server.isEmpty()) {
                Files.deleteIfExists(memory(directory));
                return;
            }
            StoreServer s = server.get();
            Path next = memory(directory).resolveSibling("store.server.new");
            Files.write(next, List.of(HEAD, s.url(), s.user().orElse(""), s.passwordFile().map(f -> f.toAbsolutePath().toString()).orElse("")));
            Files.move(next, memory(directory), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            System.getLogger(StoreServer.class.getName()).log(System.Logger.Level.WARNING,
                "login links cannot be made from another process: " + e);
        }
    }

    /** The server that a console with this directory used last; empty where it used a file. */
    public static Optional<StoreServer> remembered(Path directory) {
        try {
            List<String> lines = Files.readAllLines(memory(directory));
            if (lines.size() < 4 || !lines.getFirst().equals(HEAD) || !lines.get(1).startsWith(SCHEME)) {
                throw OperationException.usage(Text.of(memory(directory) + " is not what a console of this version writes",
                    memory(directory) + " 不是此版本控制台写入的内容"), Text.of("restart the console", "请重启控制台"));
            }
            return Optional.of(new StoreServer(lines.get(1), Optional.of(lines.get(2)).filter(u -> !u.isEmpty()),
                Optional.of(lines.get(3)).filter(f -> !f.isEmpty()).map(Path::of)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
