package dev.anole.console;

import dev.anole.console.store.AuditEvent;
import dev.anole.console.store.LoginLinks;
import dev.anole.console.store.Person;
import dev.anole.console.store.Records;
import dev.anole.console.store.StoreException;
import dev.anole.console.store.Token;
import dev.anole.operation.OperationException;
import dev.anole.operation.Text;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;

/** A link that lets the first administrator in, once: for whoever may already do everything on this host. */
public final class LoginLink {
    private LoginLink() {
    }

    /**
     * Makes one beside a running console, from another process that may write its directory.
     *
     * @param directory     the console's own
     * @param configuration as the console has it: it says where the records are
     * @throws OperationException when no console has run there yet
     */
    public static URI make(Path directory, ConsoleConfiguration configuration, Clock clock) {
        try (Records records = Records.beside(directory, configuration.store(), clock).orElseThrow(() -> absent(directory))) {
            URI address = records.settings().get(ADDRESS).map(URI::create).orElseThrow(() -> absent(directory));
            return make(records, address, clock, "cli");
        } catch (StoreException e) {
            throw new OperationException(OperationException.Kind.CONFLICT, e.problem(), e.remedy(), e);
        }
    }

    static OperationException absent(Path directory) {
        return OperationException.notFound(
            Text.of("no console has run with " + directory + " yet", "尚无控制台使用过 " + directory), Text.of("start one with anole up", "请用 anole up 启动"));
    }

    /** Under this name the console's address is stored, for whoever makes a link from another process. */
    static final String ADDRESS = "console.address";

    static URI make(Records records, URI address, Clock clock, String door) {
        Instant now = clock.instant();
        Person person = records.people().first(now);
        Token token = records.links().make(person, now);
        records.audit().append(new AuditEvent(AuditEvent.Kind.LINK_MADE, "", door, "", person.name(),
            "good for " + LoginLinks.LIFETIME.toMinutes() + " minutes", "{}"));
        return address.resolve("/login?token=" + token.reveal());
    }
}
