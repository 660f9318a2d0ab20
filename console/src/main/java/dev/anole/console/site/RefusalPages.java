package dev.anole.console.site;

import dev.anole.console.gate.Caller;
import dev.anole.console.http.Refusal;
import dev.anole.console.http.Reply;
import dev.anole.console.http.Router;
import dev.anole.console.page.ErrorPage;
import dev.anole.console.store.AuditEvent;
import dev.anole.console.store.Person;
import dev.anole.console.store.Records;
import dev.anole.console.store.StoreException;
import dev.anole.operation.Kind;
import dev.anole.operation.Language;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.eclipse.jetty.server.Request;

/**
 * What people read when they are refused, and what the audit log keeps of it. Refusals of somebody unknown are written at
 * most {@value #UNKNOWN_A_MINUTE_MAX} times a minute, and then once with the number of the rest: nobody fills the disk by
 * knocking.
 */
public final class RefusalPages implements Router.Refusals {
    /** Refusals of callers that nobody knows, that are written in a minute. */
    public static final int UNKNOWN_A_MINUTE_MAX = 20;

    private final Contexts contexts;
    private final Supplier<Records> records;
    private final LongSupplier nanoTime;
    private long minuteFrom;
    private int inMinute;
    private long unwritten;

    public RefusalPages(Contexts contexts, Supplier<Records> records, LongSupplier nanoTime) {
        this.contexts = Objects.requireNonNull(contexts, "contexts");
        this.records = Objects.requireNonNull(records, "records");
        this.nanoTime = nanoTime;
        this.minuteFrom = nanoTime.getAsLong();
    }

    @Override
    public void note(Refusal refusal, Request request, Caller caller) {
        boolean theirs = refusal.status() == 401 || refusal.status() == 403 || refusal.status() == 421 || refusal.status() == 429;
        // Somebody unknown who asks for a page is only on the way to the login.
        boolean knocks = caller instanceof Caller.Nobody && refusal.status() == 401 && request.getHeaders().get("Authorization") == null;
        if (!theirs || knocks) {
            return;
        }
        long skipped = 0;
        if (caller instanceof Caller.Nobody) {
            Optional<Long> before = turn();
            if (before.isEmpty()) {
                return;
            }
            skipped = before.get();
        }
        String remote = Request.getRemoteAddr(request);
        AuditEvent event = new AuditEvent(AuditEvent.Kind.REFUSED, caller.person().map(Person::name).orElse(""),
            Kind.Choice.nameOf(caller.door()), remote, request.getMethod() + " " + request.getHttpURI().getPath(),
            refusal.status() + " " + refusal.problem().message().en(), skipped == 0 ? "{}" : "{\"notWritten\":" + skipped + "}");
        try {
            records.get().audit().append(event);
        } catch (StoreException e) {
            System.getLogger(RefusalPages.class.getName()).log(System.Logger.Level.WARNING, e.getMessage());
        }
    }

    /** Whether this one is written, and how many before it were not. */
    private synchronized Optional<Long> turn() {
        long now = nanoTime.getAsLong();
        if (now - minuteFrom >= Duration.ofMinutes(1).toNanos()) {
            minuteFrom = now;
            inMinute = 0;
        }
        if (inMinute >= UNKNOWN_A_MINUTE_MAX) {
            unwritten++;
            return Optional.empty();
        }
        inMinute++;
        long before = unwritten;
        unwritten = 0;
        return Optional.of(before);
    }

    @Override
    public Reply page(Refusal refusal, Request request, Caller caller, Language language) {
        if (refusal.status() == 401 && request.getMethod().equals("GET") && request.getHeaders().get("HX-Request") == null) {
            return Reply.seeOther("/login");
        }
        if (refusal.status() == 401 && request.getHeaders().get("HX-Request") != null) {
            return Reply.empty(401).with("HX-Redirect", "/login");   // else a page whose session has ended would do nothing
        }
        Reply reply = Reply.html(refusal.status(),
            ErrorPage.render(contexts.of(request, caller, language), refusal.status(), Optional.of(refusal.problem())));
        for (var header : refusal.headers().entrySet()) {
            reply = reply.with(header.getKey(), header.getValue());
        }
        return reply;
    }
}
