package dev.anole.console.store;

import dev.anole.operation.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
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

    private static Path mark(Path directory) {
        return directory.resolve("store.elsewhere");
    }

    /**
     * Leaves word in a console's directory of whether its records are on a server, so that nobody takes an old file there for
     * them. Where the server is and who comes in is not said: whoever else opens the store, root among them, is told by the
     * configuration, and by nothing that the console's user can write.
     */
    static void mark(Path directory, boolean elsewhere) {
        try {
            if (elsewhere) {
                Files.write(mark(directory), new byte[0]);
            } else {
                Files.deleteIfExists(mark(directory));
            }
        } catch (IOException e) {
            System.getLogger(StoreServer.class.getName()).log(System.Logger.Level.WARNING, "no word is left of where the records are: " + e);
        }
    }

    /** Whether a console with this directory had its records on a server when it started last. */
    static boolean marked(Path directory) {
        return Files.exists(mark(directory));
    }
}
