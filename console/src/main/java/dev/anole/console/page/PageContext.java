package dev.anole.console.page;

import dev.anole.operation.Language;
import dev.anole.operation.Role;
import dev.anole.operation.Text;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Objects;
import java.util.Optional;

/**
 * Who looks at a page, how, and from where: all that a renderer needs beside the page's own model.
 *
 * @param person    who has signed in; empty on the pages before that
 * @param look      how they want pages to be
 * @param csrf      the token that each form carries; empty before someone has signed in
 * @param host      the host's name, as in {@code /host/{name}}; empty while no agent has told it
 * @param here      path and query of this page, to which switches return
 * @param now       the time on the server's clock
 * @param badges    counts beside the entries of the navigation
 * @param agentLost since when the agent has not answered
 * @param version   distinguishes this build's assets in caches
 */
public record PageContext(Optional<Person> person, Look look, String csrf, String host, String here, Instant now,
                          Badges badges, Optional<Instant> agentLost, String version) {
    public PageContext {
        Objects.requireNonNull(person, "person");
        Objects.requireNonNull(look, "look");
        Objects.requireNonNull(csrf, "csrf");
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(now, "now");
        Objects.requireNonNull(badges, "badges");
        Objects.requireNonNull(agentLost, "agentLost");
        Objects.requireNonNull(version, "version");
        if (!here.startsWith("/") || here.startsWith("//")) {
            throw new IllegalArgumentException("not a path of the console: " + here);
        }
    }

    /** Someone who has signed in. */
    public record Person(String name, Role role) {
        public Person {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(role, "role");
        }
    }

    /** Light or dark; {@code SYSTEM} follows the browser. */
    public enum Theme { SYSTEM, LIGHT, DARK }

    /**
     * A person's wishes, kept in cookies.
     *
     * @param keys whether single keys such as {@code g h} do something
     * @param zone in which times are shown
     */
    public record Look(Language language, Theme theme, boolean keys, ZoneId zone) {
        public Look {
            Objects.requireNonNull(language, "language");
            Objects.requireNonNull(theme, "theme");
            Objects.requireNonNull(zone, "zone");
        }
    }

    /**
     * Counts in the navigation.
     *
     * @param running tasks under way
     * @param waiting tasks that wait for a person's approval
     */
    public record Badges(int running, int waiting) {
        public static final Badges NONE = new Badges(0, 0);
    }

    public Language language() {
        return look.language();
    }

    /** The text in this person's language. */
    public String say(Text text) {
        return text.in(look.language());
    }

    public String say(String en, String zh) {
        return switch (look.language()) {
            case ENGLISH -> en;
            case CHINESE -> zh;
        };
    }

    /** Whether this person may do what asks for a role. */
    public boolean may(Role role) {
        return person.map(p -> p.role().includes(role)).orElse(false);
    }

    /** The path of a page of this host: {@code at("processes")}. */
    public String hostPath(String tab) {
        String base = host.isEmpty() ? "/" : "/host/" + encoded(host);
        return tab.isEmpty() ? base : base + "/" + tab;
    }

    /** A name as one segment of a path or one value of a query. */
    public static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
