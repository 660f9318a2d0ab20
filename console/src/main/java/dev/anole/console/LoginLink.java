package dev.anole.console;

import dev.anole.console.store.AuditEvent;
import dev.anole.console.store.LoginLinks;
import dev.anole.console.store.Person;
import dev.anole.console.store.Records;
import dev.anole.console.store.Token;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;

/** A link that lets the first administrator in, once: for whoever may already do everything on this host. */
public final class LoginLink {
    private LoginLink() {
    }

    static URI make(Records records, URI address, Clock clock, String door) {
        Instant now = clock.instant();
        Person person = records.people().first(now);
        Token token = records.links().make(person, now);
        records.audit().append(new AuditEvent(AuditEvent.Kind.LINK_MADE, "", door, "", person.name(),
            "good for " + LoginLinks.LIFETIME.toMinutes() + " minutes", "{}"));
        return address.resolve("/login?token=" + token.reveal());
    }
}
