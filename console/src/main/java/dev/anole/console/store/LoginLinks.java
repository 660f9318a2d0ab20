package dev.anole.console.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Links that let one person in once, for a quarter of an hour. */
public final class LoginLinks {
    /** How long a link is good. */
    public static final Duration LIFETIME = Duration.ofMinutes(15);
    /** Links that wait to be used at the same time; the oldest gives way. */
    public static final int WAITING_MAX = 100;

    private final Store store;

    public LoginLinks(Store store) {
        this.store = store;
    }

    /** Makes one. The token is known to whoever gets it from here and to nobody else. */
    public Token make(Person person, Instant now) {
        Token token = Token.random();
        store.write(c -> {
            try (PreparedStatement s = c.prepareStatement("DELETE FROM login_links WHERE expires <= ? OR created > ? OR hash IN "
                    + "(SELECT hash FROM login_links ORDER BY created DESC, hash LIMIT ? OFFSET ?)")) {
                s.setLong(1, now.toEpochMilli());
                s.setLong(2, now.plus(LIFETIME).toEpochMilli());
                s.setLong(3, WAITING_MAX * 2L);
                s.setLong(4, WAITING_MAX - 1L);
                s.executeUpdate();
            }
            try (PreparedStatement s = c.prepareStatement("INSERT INTO login_links (hash, person, created, expires) VALUES (?, ?, ?, ?)")) {
                s.setString(1, token.hash());
                s.setString(2, person.id());
                s.setLong(3, now.toEpochMilli());
                s.setLong(4, now.plus(LIFETIME).toEpochMilli());
                return s.executeUpdate();
            }
        });
        return token;
    }

    /** Whom a link lets in. It is used up with that, whether its time was over or not; two who come at once are one. */
    public Optional<Person> use(Token token, Instant now) {
        return store.write(c -> {
            Optional<Person> person = Optional.empty();
            try (PreparedStatement s = c.prepareStatement("SELECT p.id, p.name, p.role, p.created, p.disabled, l.created, l.expires "
                    + "FROM login_links l JOIN people p ON p.id = l.person WHERE l.hash = ?")) {
                s.setString(1, token.hash());
                try (ResultSet rows = s.executeQuery()) {
                    if (rows.next()) {
                        // Both ends: a clock that was set back must not lengthen a link's life.
                        boolean valid = rows.getLong(7) > now.toEpochMilli()
                            && rows.getLong(6) <= now.plus(LIFETIME).toEpochMilli();
                        person = Optional.of(People.person(rows)).filter(p -> valid && p.disabled().isEmpty());
                    }
                }
            }
            try (PreparedStatement s = c.prepareStatement("DELETE FROM login_links WHERE hash = ?")) {
                s.setString(1, token.hash());
                return s.executeUpdate() == 1 ? person : Optional.<Person>empty();
            }
        });
    }
}
