package dev.anole.console.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** Single values by name. */
public final class Settings {
    private final Store store;

    public Settings(Store store) {
        this.store = store;
    }

    public Optional<String> get(String name) {
        return store.read(c -> {
            try (PreparedStatement s = c.prepareStatement("SELECT value FROM settings WHERE name = ?")) {
                s.setString(1, name);
                try (ResultSet rows = s.executeQuery()) {
                    return rows.next() ? Optional.of(rows.getString(1)) : Optional.<String>empty();
                }
            }
        });
    }

    public void set(String name, String value) {
        store.write(c -> {
            set(c, name, value);
            return true;
        });
    }

    static void set(Connection c, String name, String value) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("INSERT INTO settings (name, value) VALUES (?, ?) "
                + "ON CONFLICT (name) DO UPDATE SET value = excluded.value")) {
            s.setString(1, name);
            s.setString(2, value);
            s.executeUpdate();
        }
    }
}
