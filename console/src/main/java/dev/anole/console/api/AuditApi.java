package dev.anole.console.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.anole.console.gate.Need;
import dev.anole.console.http.Call;
import dev.anole.console.http.Refusal;
import dev.anole.console.http.Reply;
import dev.anole.console.http.Route;
import dev.anole.console.live.TaskMirror;
import dev.anole.console.store.AuditEntry;
import dev.anole.console.store.AuditEvent;
import dev.anole.console.store.AuditLog;
import dev.anole.console.store.Records;
import dev.anole.operation.Kind;
import dev.anole.operation.Language;
import dev.anole.operation.Text;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The audit log at {@code /api/v1/audit}, the newest entries first, and the state of its chain at
 * {@code /api/v1/audit/chain}, for which every entry is computed again.
 */
public final class AuditApi {
    private static final int ENTRIES_DEFAULT = 100;

    private final Supplier<Records> records;
    private final Supplier<TaskMirror> mirror;

    public AuditApi(Supplier<Records> records, Supplier<TaskMirror> mirror) {
        this.records = Objects.requireNonNull(records, "records");
        this.mirror = Objects.requireNonNull(mirror, "mirror");
    }

    public List<Route> routes() {
        return List.of(
            Route.get("/api/v1/audit", Need.ADMIN, this::page),
            Route.get("/api/v1/audit/chain", Need.ADMIN, call -> Reply.json(TaskDocument.written(to -> write(to, records.get().audit().verify(), call.language())))));
    }

    private Reply page(Call call) {
        int limit = TasksApi.number(call, "limit", ENTRIES_DEFAULT, AuditLog.PAGE_MAX);
        long before = call.query("before").map(AuditApi::number).orElse(Long.MAX_VALUE);
        AuditLog.Filter filter = new AuditLog.Filter(call.query("kind").map(AuditApi::kind), call.query("q").orElse(""), call.query("actor").orElse(""),
            time(call, "from"), time(call, "to"));
        mirror.get().catchUp();
        List<AuditEntry> entries = records.get().audit().page(before, limit, filter);
        return Reply.json(TaskDocument.written(to -> {
            to.writeStartObject();
            to.writeArrayFieldStart("entries");
            for (AuditEntry entry : entries) {
                write(to, entry);
            }
            to.writeEndArray();
            if (entries.size() == limit) {
                to.writeNumberField("before", entries.getLast().seq());
            }
            to.writeEndObject();
        }));
    }

    private static long number(String text) {
        if (!text.matches("\\d{1,18}")) {
            throw Refusal.badRequest("before is the number of an entry", "before 应为记录的序号");
        }
        return Long.parseLong(text);
    }

    private static AuditEvent.Kind kind(String name) {
        return AuditEvent.Kind.of(name).orElseThrow(() -> {
            String known = Stream.of(AuditEvent.Kind.values()).map(Kind.Choice::nameOf).collect(Collectors.joining(", "));
            return Refusal.badRequest("kind is one of " + known, "kind 应为以下之一：" + known);
        });
    }

    private static Optional<Instant> time(Call call, String name) {
        return call.query(name).map(text -> TasksApi.instant(name, text));
    }

    private static void write(JsonGenerator to, AuditEntry entry) throws IOException {
        AuditEvent e = entry.event();
        to.writeStartObject();
        to.writeNumberField("seq", entry.seq());
        to.writeStringField("at", entry.at().toString());
        to.writeStringField("kind", Kind.Choice.nameOf(e.kind()));
        to.writeStringField("actor", e.actor());
        to.writeStringField("door", e.door());
        to.writeStringField("remote", e.remote());
        to.writeStringField("subject", e.subject());
        to.writeStringField("outcome", e.outcome());
        // As it was hashed, to the byte: whoever computes the chain again needs the text, and a long one may have been cut.
        to.writeStringField("detail", e.detail());
        to.writeStringField("previous", entry.previous());
        to.writeStringField("hash", entry.hash());
        to.writeEndObject();
    }

    private static void write(JsonGenerator to, AuditLog.Chain chain, Language language) throws IOException {
        to.writeStartObject();
        switch (chain) {
            case AuditLog.Chain.Whole(long rows, String head, Instant checked) -> {
                to.writeBooleanField("whole", true);
                to.writeStringField("checked", checked.toString());
                to.writeNumberField("entries", rows);
                to.writeStringField("head", head);
            }
            case AuditLog.Chain.Broken(long seq, Text why, Instant checked) -> {
                to.writeBooleanField("whole", false);
                to.writeStringField("checked", checked.toString());
                to.writeNumberField("brokenAt", seq);
                to.writeStringField("why", why.in(language));
            }
        }
        to.writeEndObject();
    }
}
