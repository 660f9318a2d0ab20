package dev.anole.console.store;

import dev.anole.operation.Role;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** The people who may come in. There is always one enabled administrator. */
public final class People {
    /** People that a store holds. */
    public static final int PEOPLE_MAX = 1_000;
    /** The administrator of the first start. */
    public static final String FIRST = "admin";
    private static final String COLUMNS = "p.id, p.name, p.role, p.created, p.disabled";

    private final Store store;

    public People(Store store) {
        this.store = store;
    }

    public List<Person> all() {
        return store.read(c -> {
            try (PreparedStatement s = c.prepareStatement("SELECT " + COLUMNS + " FROM people p ORDER BY p.name");
                 ResultSet rows = s.executeQuery()) {
                List<Person> people = new ArrayList<>();
                while (rows.next()) {
                    people.add(person(rows));
                }
                return people;
            }
        });
    }

    public Optional<Person> byId(String id) {
        return store.read(c -> find(c, "p.id = ?", id));
    }

    public Optional<Person> byName(String name) {
        return store.read(c -> find(c, "p.name = ?", name));
    }

    /** The administrator of the first start, made when nobody is there yet. */
    public Person first(Instant now) {
        Optional<Person> present = byName(FIRST);
        if (present.isPresent() && present.get().disabled().isEmpty()) {
            return present.get();
        }
        Optional<Person> another = all().stream().filter(p -> p.role() == Role.ADMIN && p.disabled().isEmpty()).findFirst();
        return another.orElseGet(() -> add(FIRST, Role.ADMIN, now));
    }

    /**
     * Adds somebody.
     *
     * @throws IllegalArgumentException for a name that is taken or no name, or when there are {@value #PEOPLE_MAX}
     */
    public Person add(String name, Role role, Instant now) {
        Person person = new Person(HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()), Person.checkName(name),
            role, Instant.ofEpochMilli(now.toEpochMilli()), Optional.empty());
        return store.write(c -> {
            if (find(c, "p.name = ?", person.name()).isPresent()) {
                throw new IllegalArgumentException("there is somebody called " + person.name() + " already");
            }
            if (count(c, "SELECT COUNT(*) FROM people") >= PEOPLE_MAX) {
                throw new IllegalArgumentException("there are " + PEOPLE_MAX + " people already");
            }
            try (PreparedStatement s = c.prepareStatement("INSERT INTO people (id, name, role, created) VALUES (?, ?, ?, ?)")) {
                s.setString(1, person.id());
                s.setString(2, person.name());
                s.setString(3, person.role().name());
                s.setLong(4, person.created().toEpochMilli());
                s.executeUpdate();
            }
            return person;
        });
    }

    /**
     * Gives somebody another role, or lets them in no longer or again. Their sessions end, so that nothing goes on with
     * the role of before; their tokens follow, because a token never has more than its person's role.
     *
     * @throws IllegalArgumentException when no enabled administrator would be left
     */
    public void change(Person person, Role role, boolean enabled, Instant now) {
        store.write(c -> {
            try (PreparedStatement s = c.prepareStatement("UPDATE people SET role = ?, disabled = ? WHERE id = ?")) {
                s.setString(1, role.name());
                if (enabled) {
                    s.setNull(2, java.sql.Types.BIGINT);
                } else {
                    s.setLong(2, now.toEpochMilli());
                }
                s.setString(3, person.id());
                s.executeUpdate();
            }
            if (count(c, "SELECT COUNT(*) FROM people WHERE role = 'ADMIN' AND disabled IS NULL") == 0) {
                throw new IllegalArgumentException("somebody has to stay administrator");
            }
            for (String table : List.of("sessions", "login_links")) {
                try (PreparedStatement s = c.prepareStatement("DELETE FROM " + table + " WHERE person = ?")) {
                    s.setString(1, person.id());
                    s.executeUpdate();
                }
            }
            return true;
        });
    }

    static long count(Connection c, String sql) throws SQLException {
        try (PreparedStatement s = c.prepareStatement(sql); ResultSet rows = s.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static Optional<Person> find(Connection c, String where, String value) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("SELECT " + COLUMNS + " FROM people p WHERE " + where)) {
            s.setString(1, value);
            try (ResultSet rows = s.executeQuery()) {
                return rows.next() ? Optional.of(person(rows)) : Optional.empty();
            }
        }
    }

    /** Reads a person from the first five columns of a row. */
    static Person person(ResultSet row) throws SQLException {
        long disabled = row.getLong(5);
        Optional<Instant> since = row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(disabled));
        return new Person(row.getString(1), row.getString(2), Role.valueOf(row.getString(3)),
            Instant.ofEpochMilli(row.getLong(4)), since);
    }
}
