package dev.anole.console.store;

import dev.anole.operation.Text;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings a store's schema to this version: numbered files of SQL, forward only, each in a transaction of its own. A file
 * is for both engines, or there is one for each with the engine's name before {@code .sql}. Statements are separated by
 * empty lines. What has been released is never edited; a change is a new file.
 */
public final class Migrations {
    private static final List<String> NAMES = List.of("001-people", "002-audit", "003-audit-only-grows", "004-tasks", "005-task-effects");

    private final List<String> names;

    private Migrations(List<String> names) {
        this.names = List.copyOf(names);
    }

    /** All of this version. */
    public static Migrations all() {
        return new Migrations(NAMES);
    }

    /** Those of an older version, for tests of the way from there to here. */
    static Migrations upTo(int version) {
        return new Migrations(NAMES.subList(0, version));
    }

    /** The version that a store has after them. */
    public int version() {
        return names.size();
    }

    /**
     * Applies what the store does not have yet.
     *
     * @throws StoreException when the store is of a newer version
     */
    void apply(Connection connection, Engine engine, String store) throws SQLException {
        int present = inTransaction(connection, engine, () -> present(connection));
        if (present > version()) {
            throw new StoreException(StoreException.Reason.NEWER,
                Text.of("the store " + store + " was written by a newer Anole (schema " + present + ", this one knows " + version() + ")",
                    "存储 " + store + " 由更新版本的 Anole 写入（模式 " + present + "，本版本只到 " + version() + "）"),
                Text.of("use that Anole, or another --data directory", "请使用该版本，或换一个 --data 目录"), null);
        }
        for (int version = present + 1; version <= version(); version++) {
            int next = version;
            inTransaction(connection, engine, () -> apply(connection, engine, next));
        }
    }

    @FunctionalInterface
    private interface Step {
        int run() throws SQLException;
    }

    private static int inTransaction(Connection connection, Engine engine, Step step) throws SQLException {
        engine.begin(connection, Store.Purpose.WRITING);
        int result = step.run();   // where it fails, the connection is closed, and its transaction with it
        engine.commit(connection);
        return result;
    }

    private int apply(Connection connection, Engine engine, int version) throws SQLException {
        String name = names.get(version - 1);
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements(read(name, engine))) {
                statement.execute(sql);
            }
        }
        try (PreparedStatement done = connection.prepareStatement("INSERT INTO schema_version (version, name, applied) VALUES (?, ?, ?)")) {
            done.setLong(1, version);
            done.setString(2, name);
            done.setLong(3, System.currentTimeMillis());
            return done.executeUpdate();
        }
    }

    private static int present(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS schema_version "
                + "(version BIGINT PRIMARY KEY, name TEXT NOT NULL, applied BIGINT NOT NULL)");
            try (ResultSet rows = statement.executeQuery("SELECT COALESCE(MAX(version), 0) FROM schema_version")) {
                rows.next();
                return rows.getInt(1);
            }
        }
    }

    private static String read(String name, Engine engine) {
        for (String file : List.of(name + ".sql", name + "." + engine.suffix() + ".sql")) {
            try (InputStream in = Migrations.class.getResourceAsStream(file)) {
                if (in != null) {
                    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        throw new IllegalStateException("migration " + name + " is not in this build");
    }

    /** The statements of a file: what stands between empty lines, without its comments. */
    static List<String> statements(String file) {
        List<String> statements = new ArrayList<>();
        StringBuilder sql = new StringBuilder();
        for (String line : (file + "\n\n").split("\n", -1)) {
            if (line.isBlank()) {
                if (!sql.isEmpty()) {
                    statements.add(sql.toString());
                    sql.setLength(0);
                }
            } else if (!line.startsWith("--")) {
                sql.append(line).append('\n');
            }
        }
        return statements;
    }
}
