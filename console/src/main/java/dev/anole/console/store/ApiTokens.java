package dev.anole.console.store;

import dev.anole.operation.Role;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** Tokens with which programs call the API in a person's name, with a role of their own and an end. */
public final class ApiTokens {
    /** Tokens that a store holds. */
    public static final int TOKENS_MAX = 1_000;
    /** Longest life of a token. */
    public static final Duration LIFETIME_MAX = Duration.ofDays(366);
    private static final Duration USED_EVERY = Duration.ofMinutes(1);

    /**
     * A token as it is listed.
     *
     * @param id      names it
     * @param person  in whose name it calls
     * @param name    what it is for, in its maker's words
     * @param role    what was granted; what counts is the lesser of this and the person's role of today
     * @param created since when
     * @param expires until when
     * @param used    when it was used last, to the minute
     */
    public record ApiToken(String id, Person person, String name, Role role, Instant created, Instant expires,
                           Optional<Instant> used) {
        public ApiToken {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(person, "person");
            Objects.requireNonNull(role, "role");
        }

        /** What it may do now. */
        public Role effective() {
            return person.role().includes(role) ? role : person.role();
        }
    }

    /** A token that was just made: the only moment at which its text is known. */
    public record Made(ApiToken token, Token secret) {
    }

    private static final String SELECT = "SELECT p.id, p.name, p.role, p.created, p.disabled, t.id, t.name, t.role, t.created, "
        + "t.expires, t.used FROM api_tokens t JOIN people p ON p.id = t.person ";

    private final Store store;

    public ApiTokens(Store store) {
        this.store = store;
    }

    /**
     * Makes one.
     *
     * @throws IllegalArgumentException for a role above the person's, a life beyond {@link #LIFETIME_MAX}, or no name
     */
    public Made make(Person person, String name, Role role, Duration lifetime, Instant now) {
        if (!person.role().includes(role)) {
            throw new IllegalArgumentException("a token has at most the role of its person, " + person.role());
        }
        if (lifetime.isNegative() || lifetime.isZero() || lifetime.compareTo(LIFETIME_MAX) > 0) {
            throw new IllegalArgumentException("a token lives at most " + LIFETIME_MAX.toDays() + " days");
        }
        Token secret = Token.randomForApi();
        ApiToken token = new ApiToken(HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()), person,
            Person.checkName(name), role, now, now.plus(lifetime), Optional.empty());
        store.write(c -> {
            try (PreparedStatement s = c.prepareStatement("DELETE FROM api_tokens WHERE expires <= ?")) {
                s.setLong(1, now.toEpochMilli());
                s.executeUpdate();
            }
            if (People.count(c, "SELECT COUNT(*) FROM api_tokens") >= TOKENS_MAX) {
                throw new IllegalArgumentException("there are " + TOKENS_MAX + " tokens already");
            }
            try (PreparedStatement s = c.prepareStatement("INSERT INTO api_tokens (id, hash, person, name, role, created, expires) "
                    + "VALUES (?, ?, ?, ?, ?, ?, ?)")) {
                s.setString(1, token.id());
                s.setString(2, secret.hash());
                s.setString(3, person.id());
                s.setString(4, token.name());
                s.setString(5, role.name());
                s.setLong(6, now.toEpochMilli());
                s.setLong(7, token.expires().toEpochMilli());
                return s.executeUpdate();
            }
        });
        return new Made(token, secret);
    }

    /** The token that was presented, unless it has ended or its person may not come in. */
    public Optional<ApiToken> find(Token secret, Instant now) {
        Optional<ApiToken> found = store.read(c -> {
            try (PreparedStatement s = c.prepareStatement(SELECT + "WHERE t.hash = ?")) {
                s.setString(1, secret.hash());
                try (ResultSet rows = s.executeQuery()) {
                    return rows.next() ? Optional.of(token(rows)) : Optional.<ApiToken>empty();
                }
            }
        }).filter(t -> now.isBefore(t.expires()) && !now.plus(LIFETIME_MAX).isBefore(t.created())
            && t.person().disabled().isEmpty());
        found.filter(t -> t.used().isEmpty() || !t.used().get().plus(USED_EVERY).isAfter(now)).ifPresent(t -> touch(t, now));
        return found;
    }

    private void touch(ApiToken token, Instant now) {
        try {
            store.write(c -> {
                try (PreparedStatement s = c.prepareStatement("UPDATE api_tokens SET used = ? WHERE id = ?")) {
                    s.setLong(1, now.toEpochMilli());
                    s.setString(2, token.id());
                    return s.executeUpdate();
                }
            });
        } catch (StoreException e) {
            System.getLogger(ApiTokens.class.getName()).log(System.Logger.Level.DEBUG, "a token's last use was not stored", e);
        }
    }

    /** All that have not ended, the newest first. */
    public List<ApiToken> all(Instant now) {
        return store.read(c -> {
            try (PreparedStatement s = c.prepareStatement(SELECT + "WHERE t.expires > ? ORDER BY t.created DESC")) {
                s.setLong(1, now.toEpochMilli());
                try (ResultSet rows = s.executeQuery()) {
                    List<ApiToken> tokens = new ArrayList<>();
                    while (rows.next()) {
                        tokens.add(token(rows));
                    }
                    return tokens;
                }
            }
        });
    }

    /** Ends one; whether it was there. */
    public boolean revoke(String id) {
        return store.write(c -> {
            try (PreparedStatement s = c.prepareStatement("DELETE FROM api_tokens WHERE id = ?")) {
                s.setString(1, id);
                return s.executeUpdate() == 1;
            }
        });
    }

    private static ApiToken token(ResultSet row) throws SQLException {
        long used = row.getLong(11);
        Optional<Instant> last = row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(used));
        return new ApiToken(row.getString(6), People.person(row), row.getString(7), Role.valueOf(row.getString(8)),
            Instant.ofEpochMilli(row.getLong(9)), Instant.ofEpochMilli(row.getLong(10)), last);
    }
}
