package dev.anole.console.gate;

import dev.anole.console.store.ApiTokens.ApiToken;
import dev.anole.console.store.Person;
import dev.anole.console.store.Sessions.Session;
import dev.anole.console.store.Token;
import dev.anole.operation.Actor;
import dev.anole.operation.Door;
import dev.anole.operation.Role;
import java.util.Objects;
import java.util.Optional;

/** Who calls. */
public sealed interface Caller {
    /** Nobody that is known. */
    record Nobody() implements Caller {
    }

    /**
     * A person in a browser.
     *
     * @param csrf what each of their forms has to carry
     */
    record InBrowser(Session session, String csrf) implements Caller {
        private static final String PURPOSE = "csrf";

        public InBrowser {
            Objects.requireNonNull(session, "session");
            Objects.requireNonNull(csrf, "csrf");
        }

        static InBrowser of(Session session, Token cookie) {
            return new InBrowser(session, cookie.derive(PURPOSE));
        }
    }

    /** A program with a token. */
    record Program(ApiToken token) implements Caller {
        public Program {
            Objects.requireNonNull(token, "token");
        }
    }

    Caller NOBODY = new Nobody();

    default Optional<Person> person() {
        return switch (this) {
            case Nobody _ -> Optional.empty();
            case InBrowser b -> Optional.of(b.session().person());
            case Program p -> Optional.of(p.token().person());
        };
    }

    default Optional<Role> role() {
        return switch (this) {
            case Nobody _ -> Optional.empty();
            case InBrowser b -> Optional.of(b.session().person().role());
            case Program p -> Optional.of(p.token().effective());
        };
    }

    default boolean has(Role role) {
        return role().filter(r -> r.includes(role)).isPresent();
    }

    default Door door() {
        return switch (this) {
            case Nobody _, Program _ -> Door.API;
            case InBrowser _ -> Door.CONSOLE;
        };
    }

    /**
     * The caller as the agent and the audit log name them.
     *
     * @throws IllegalStateException when nobody is known: a route that needs nothing must not act for anybody
     */
    default Actor actor() {
        return new Actor(person().orElseThrow(() -> new IllegalStateException("nobody is known")).name(),
            role().orElseThrow(), door());
    }

    /** The token that forms carry; empty where there is no session. */
    default String csrf() {
        return this instanceof InBrowser b ? b.csrf() : "";
    }
}
