package dev.anole.console.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Who is in. */
public final class Sessions {
    /** Sessions of one person; the one that was idle longest gives way. */
    public static final int PER_PERSON_MAX = 20;
    /** How often it is written down that a session is in use. */
    public static final Duration SEEN_EVERY = Duration.ofMinutes(1);
    private static final int BROWSER_MAX = 120;

    /**
     * A session.
     *
     * @param hash    names it; the token itself is in the browser's cookie only
     * @param person  whose
     * @param browser what the browser calls itself, for the list of sessions; data
     * @param created since when
     * @param seen    when it was used last, to the minute
     * @param expires when it ends at the latest
     */
    public record Session(String hash, Person person, String browser, Instant created, Instant seen, Instant expires) {
        public Session {
            Objects.requireNonNull(hash, "hash");
            Objects.requireNonNull(person, "person");
        }
    }

    private static final String SELECT = "SELECT p.id, p.name, p.role, p.created, p.disabled, s.hash, s.browser, s.created, "
        + "s.seen, s.expires FROM sessions s JOIN people p ON p.id = s.person ";

    private final Store store;
    private final Duration idleMax;
    private final Duration lengthMax;

    /**
     * @param idleMax   ends after this long without a request
     * @param lengthMax ends after this long in any case
     */
    public Sessions(Store store, Duration idleMax, Duration lengthMax) {
        this.store = store;
        this.idleMax = idleMax;
        this.lengthMax = lengthMax;
    }

    /** Begins one for somebody who has just proved who they are. */
    public Token begin(Person person, String browser, Instant now) {
        Token token = Token.random();
        store.write(c -> {
            try (PreparedStatement s = c.prepareStatement("DELETE FROM sessions WHERE expires <= ? OR seen <= ?")) {
                s.setLong(1, now.toEpochMilli());
                s.setLong(2, now.minus(idleMax).toEpochMilli());
                s.executeUpdate();
            }
            try (PreparedStatement s = c.prepareStatement("DELETE FROM sessions WHERE person = ? AND hash IN "
                    + "(SELECT hash FROM sessions WHERE person = ? ORDER BY seen DESC, hash LIMIT ? OFFSET ?)")) {
                s.setString(1, person.id());
                s.setString(2, person.id());
                s.setLong(3, PER_PERSON_MAX * 2L);
                s.setLong(4, PER_PERSON_MAX - 1L);
                s.executeUpdate();
            }
            try (PreparedStatement s = c.prepareStatement(
                    "INSERT INTO sessions (hash, person, browser, created, seen, expires) VALUES (?, ?, ?, ?, ?, ?)")) {
                s.setString(1, token.hash());
                s.setString(2, person.id());
                s.setString(3, browser.length() > BROWSER_MAX ? browser.substring(0, BROWSER_MAX) : browser);
                s.setLong(4, now.toEpochMilli());
                s.setLong(5, now.toEpochMilli());
                s.setLong(6, now.plus(lengthMax).toEpochMilli());
                return s.executeUpdate();
            }
        });
        return token;
    }

    /** The session of a token, unless it has ended. Where the store has no room, the session goes on all the same. */
    public Optional<Session> find(Token token, Instant now) {
        Optional<Session> found = store.read(c -> {
            try (PreparedStatement s = c.prepareStatement(SELECT + "WHERE s.hash = ?")) {
                s.setString(1, token.hash());
                try (ResultSet rows = s.executeQuery()) {
                    return rows.next() ? Optional.of(session(rows)) : Optional.<Session>empty();
                }
            }
        }).filter(s -> alive(s, now) && s.person().disabled().isEmpty());
        found.filter(s -> !s.seen().plus(SEEN_EVERY).isAfter(now)).ifPresent(s -> touch(s, now));
        return found;
    }

    private boolean alive(Session s, Instant now) {
        // A clock that was set back by more than a session may last ends it, instead of lengthening it.
        return now.isBefore(s.expires()) && now.isBefore(s.seen().plus(idleMax))
            && !now.plus(lengthMax).isBefore(s.created());
    }

    private void touch(Session session, Instant now) {
        try {
            store.write(c -> {
                try (PreparedStatement s = c.prepareStatement("UPDATE sessions SET seen = ? WHERE hash = ?")) {
                    s.setLong(1, now.toEpochMilli());
                    s.setString(2, session.hash());
                    return s.executeUpdate();
                }
            });
        } catch (StoreException e) {
            System.getLogger(Sessions.class.getName()).log(System.Logger.Level.DEBUG, "a session's last use was not stored", e);
        }
    }

    /** The sessions of a person, the newest use first. */
    public List<Session> of(Person person, Instant now) {
        return store.read(c -> {
            try (PreparedStatement s = c.prepareStatement(SELECT + "WHERE s.person = ? ORDER BY s.seen DESC")) {
                s.setString(1, person.id());
                try (ResultSet rows = s.executeQuery()) {
                    List<Session> sessions = new ArrayList<>();
                    while (rows.next()) {
                        sessions.add(session(rows));
                    }
                    sessions.removeIf(x -> !alive(x, now));
                    return sessions;
                }
            }
        });
    }

    /** Ends one. */
    public void end(String hash) {
        store.write(c -> {
            try (PreparedStatement s = c.prepareStatement("DELETE FROM sessions WHERE hash = ?")) {
                s.setString(1, hash);
                return s.executeUpdate();
            }
        });
    }

    private static Session session(ResultSet row) throws java.sql.SQLException {
        return new Session(row.getString(6), People.person(row), row.getString(7), Instant.ofEpochMilli(row.getLong(8)),
            Instant.ofEpochMilli(row.getLong(9)), Instant.ofEpochMilli(row.getLong(10)));
    }
}
