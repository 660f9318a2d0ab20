package dev.anole.console.site;

import dev.anole.console.gate.Need;
import dev.anole.console.http.Call;
import dev.anole.console.http.Reply;
import dev.anole.console.http.Route;
import dev.anole.console.live.TaskMirror;
import dev.anole.console.page.AuditPage;
import dev.anole.console.store.AuditEntry;
import dev.anole.console.store.AuditEvent;
import dev.anole.console.store.AuditLog;
import dev.anole.console.store.Records;
import dev.anole.operation.Kind;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
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
        Optional<AuditEvent.Kind> kind = call.query("kind").flatMap(AuditPages::kind);
        String query = call.query("q").orElse("");
        long before = call.query("before").filter(b -> b.matches("\\d{1,18}")).map(Long::parseLong).orElse(Long.MAX_VALUE);
        mirror.get().catchUp();
        AuditLog log = records.get().audit();
        List<AuditEntry> page = log.page(before, AuditPage.ROWS_MAX, kind, query);
        Optional<String> older = page.size() < AuditPage.ROWS_MAX ? Optional.empty()
            : Optional.of("/audit?before=" + page.getLast().seq() + kind.map(k -> "&kind=" + Kind.Choice.nameOf(k)).orElse("")
                + (query.isEmpty() ? "" : "&q=" + URLEncoder.encode(query, StandardCharsets.UTF_8)));
        List<AuditPage.KindOf> kinds = Stream.of(AuditEvent.Kind.values()).map(k -> new AuditPage.KindOf(Kind.Choice.nameOf(k), k.label())).toList();
        return Reply.html(new AuditPage(chain(log.verifyNew(), log), page.stream().map(AuditPages::row).toList(), query,
            kind.map(Kind.Choice::nameOf).orElse(""), kinds, older).render(contexts.of(call)));
    }

    /** A kind by its name in an address. */
    public static Optional<AuditEvent.Kind> kind(String name) {
        return Stream.of(AuditEvent.Kind.values()).filter(k -> Kind.Choice.nameOf(k).equals(name)).findFirst();
    }

    private static AuditPage.Chain chain(AuditLog.Chain chain, AuditLog log) {
        return switch (chain) {
            case AuditLog.Chain.Whole(long rows, String head, var checked) -> new AuditPage.Chain(rows, checked, OptionalLong.empty(), head);
            case AuditLog.Chain.Broken(long seq, var _, var checked) -> new AuditPage.Chain(log.rows(), checked, OptionalLong.of(seq), "");
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
