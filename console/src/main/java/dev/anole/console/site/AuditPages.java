package dev.anole.console.site;

import dev.anole.console.gate.Need;
import dev.anole.console.http.Call;
import dev.anole.console.http.Reply;
import dev.anole.console.http.Route;
import dev.anole.console.live.TaskMirror;
import dev.anole.console.page.AuditPage;
import dev.anole.console.page.PageContext;
import dev.anole.console.store.AuditEntry;
import dev.anole.console.store.AuditEvent;
import dev.anole.console.store.AuditLog;
import dev.anole.console.store.Person;
import dev.anole.console.store.Records;
import dev.anole.operation.Kind;
import dev.anole.operation.Text;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The audit log. */
public final class AuditPages {
    private static final Pattern TASK = Pattern.compile("\"task\":\"(t-[0-9a-z]{12})\"");

    private final Contexts contexts;
    private final Supplier<Records> records;
    private final Supplier<TaskMirror> mirror;

    public AuditPages(Contexts contexts, Supplier<Records> records, Supplier<TaskMirror> mirror) {
        this.contexts = Objects.requireNonNull(contexts, "contexts");
        this.records = Objects.requireNonNull(records, "records");
        this.mirror = Objects.requireNonNull(mirror, "mirror");
    }

    public List<Route> routes() {
        return List.of(Route.get("/audit", Need.VIEWER, this::page));
    }

    private Reply page(Call call) {
        PageContext c = contexts.of(call);
        Optional<AuditEvent.Kind> kind = call.query("kind").flatMap(AuditEvent.Kind::of);
        AuditPage.Sought sought = new AuditPage.Sought(call.query("q").orElse(""), kind.map(Kind.Choice::nameOf).orElse(""), call.query("actor").orElse(""),
            call.query("from").flatMap(AuditPages::day), call.query("to").flatMap(AuditPages::day));
        long before = call.query("before").filter(b -> b.matches("\\d{1,18}")).map(Long::parseLong).orElse(Long.MAX_VALUE);
        boolean verify = call.query("verify").isPresent();
        mirror.get().catchUp();
        AuditLog log = records.get().audit();
        // A day is the person's: from its first moment to the first of the next one, where they are.
        List<AuditEntry> page = log.page(before, AuditPage.ROWS_MAX, new AuditLog.Filter(kind, sought.query(), sought.actor(),
            sought.from().map(d -> d.atStartOfDay(c.look().zone()).toInstant()), sought.to().map(d -> d.plusDays(1).atStartOfDay(c.look().zone()).toInstant())));
        Optional<String> older = page.size() < AuditPage.ROWS_MAX ? Optional.empty() : Optional.of(sought.address("before=" + page.getLast().seq()));
        List<AuditPage.KindOf> kinds = Stream.of(AuditEvent.Kind.values()).map(k -> new AuditPage.KindOf(Kind.Choice.nameOf(k), k.label())).toList();
        List<String> actors = Stream.concat(records.get().people().all().stream().map(Person::name), Stream.of(sought.actor())).filter(a -> !a.isEmpty()).distinct().toList();
        return Reply.html(new AuditPage(chain(verify ? log.verify() : log.verifyNew(), log, verify), page.stream().map(AuditPages::row).toList(), sought,
            kinds, actors, older).render(c));
    }

    private static Optional<LocalDate> day(String text) {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(LocalDate.parse(text)).filter(d -> d.getYear() >= 1970 && d.getYear() < 10_000);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static AuditPage.Chain chain(AuditLog.Chain chain, AuditLog log, boolean all) {
        return switch (chain) {
            case AuditLog.Chain.Whole(long rows, String head, var checked) -> new AuditPage.Chain(rows, checked, all, OptionalLong.empty(), Text.same(""), head);
            case AuditLog.Chain.Broken(long seq, Text why, var checked) -> new AuditPage.Chain(log.rows(), checked, all, OptionalLong.of(seq), why, "");
        };
    }

    private static AuditPage.Row row(AuditEntry entry) {
        AuditEvent e = entry.event();
        Matcher task = TASK.matcher(e.detail());
        boolean refused = e.kind() == AuditEvent.Kind.REFUSED || e.kind() == AuditEvent.Kind.LOGIN_REFUSED || e.outcome().startsWith("failed: ");
        return new AuditPage.Row(entry.seq(), entry.at(), e.kind().label(), e.actor(), e.door(), e.remote(), e.subject(), e.outcome(), refused,
            task.find() ? Optional.of("/tasks/" + task.group(1)) : Optional.empty());
    }
}
