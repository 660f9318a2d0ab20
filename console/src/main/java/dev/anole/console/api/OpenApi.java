package dev.anole.console.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.anole.console.gate.Need;
import dev.anole.console.http.Call;
import dev.anole.console.http.EventStream;
import dev.anole.console.http.ProblemDocument;
import dev.anole.console.http.Reply;
import dev.anole.console.http.Route;
import dev.anole.operation.Catalog;
import dev.anole.operation.Effect;
import dev.anole.operation.JsonSchema;
import dev.anole.operation.Kind;
import dev.anole.operation.Language;
import dev.anole.operation.Operation;
import dev.anole.operation.Output;
import dev.anole.operation.Previewed;
import dev.anole.operation.Room;
import dev.anole.operation.Text;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * The OpenAPI 3.1 document at {@code /api}: every operation of the catalog from its shapes, and the addresses beside them.
 *
 * @see <a href="https://spec.openapis.org/oas/v3.1.0">OpenAPI Specification 3.1.0</a>
 */
public final class OpenApi {
    private final Catalog catalog;
    private final String version;
    private final Map<Language, String> written = new EnumMap<>(Language.class);

    /** @param version of Anole */
    public OpenApi(Catalog catalog, String version) {
        this.catalog = Objects.requireNonNull(catalog, "catalog");
        this.version = Objects.requireNonNull(version, "version");
    }

    public Route route() {
        return Route.get("/api", Need.VIEWER, this::answer);
    }

    private Reply answer(Call call) {
        return Reply.json(document(call.language()));
    }

    /** The document, written once a language. */
    public synchronized String document(Language language) {
        return written.computeIfAbsent(language, l -> TaskDocument.written(to -> new Writer(to, l).document()));
    }

    private final class Writer {
        private final JsonGenerator to;
        private final Language language;

        Writer(JsonGenerator to, Language language) {
            this.to = to;
            this.language = language;
        }

        void document() throws IOException {
            to.writeStartObject();
            to.writeStringField("openapi", "3.1.0");
            to.writeObjectFieldStart("info");
            to.writeStringField("title", "Anole");
            to.writeStringField("version", version);
            to.writeStringField("summary", say("This host, and what can be done to it", "这台主机，以及能对它做的事"));
            license();
            to.writeEndObject();
            tags();
            to.writeArrayFieldStart("security");
            security("token");
            security("session");
            to.writeEndArray();
            to.writeObjectFieldStart("paths");
            for (Operation<?, ?> operation : catalog.operations()) {
                operation(operation);
            }
            fixed();
            to.writeEndObject();
            components();
            to.writeEndObject();
        }

        private void license() throws IOException {
            to.writeObjectFieldStart("license");
            to.writeStringField("name", "Apache-2.0");
            to.writeStringField("identifier", "Apache-2.0");
            to.writeEndObject();
        }

        private void tags() throws IOException {
            to.writeArrayFieldStart("tags");
            for (Room room : catalog.rooms()) {
                to.writeStartObject();
                to.writeStringField("name", room.name());
                to.writeStringField("description", room.title().in(language));
                to.writeEndObject();
            }
            to.writeStartObject();
            to.writeStringField("name", "console");
            to.writeStringField("description", say("Tasks, history and metrics", "任务、历史与指标"));
            to.writeEndObject();
            to.writeEndArray();
        }

        private void security(String name) throws IOException {
            to.writeStartObject();
            to.writeArrayFieldStart(name);
            to.writeEndArray();
            to.writeEndObject();
        }

        private void operation(Operation<?, ?> o) throws IOException {
            to.writeObjectFieldStart("/api/v1/operations/" + o.name().path());
            to.writeObjectFieldStart("post");
            begin(o, "post");
            to.writeArrayFieldStart("parameters");
            if (o.effect().needsConfirmation()) {
                parameter("header", Order.CONFIRM, true, say("the host's name, which confirms that it is disrupted", "主机名，确认将中断它"));
            }
            if (o instanceof Previewed<?, ?>) {
                parameter("query", "preview", false, say("true only shows what would be done", "true 表示只预览"));
            }
            parameter("header", "Prefer", false, say("respond-async does not wait for the end", "respond-async 表示不等待结束"));
            to.writeEndArray();
            to.writeObjectFieldStart("requestBody");
            to.writeBooleanField("required", false);
            to.writeObjectFieldStart("content");
            to.writeObjectFieldStart("application/json");
            to.writeFieldName("schema");
            JsonSchema.write(to, o.input(), JsonSchema.Use.INPUT, language);
            to.writeEndObject();
            to.writeEndObject();
            to.writeEndObject();
            responses(o, true);
            to.writeEndObject();
            if (o.effect() == Effect.READS) {
                to.writeObjectFieldStart("get");
                begin(o, "get");
                query(o);
                responses(o, false);
                to.writeEndObject();
            }
            to.writeEndObject();
        }

        private void begin(Operation<?, ?> o, String method) throws IOException {
            to.writeStringField("operationId", o.name().tool() + (method.equals("get") ? "_get" : ""));
            to.writeStringField("summary", o.summary().in(language));
            to.writeArrayFieldStart("tags");
            to.writeString(catalog.rooms().stream().filter(r -> r.operations().contains(o)).map(Room::name).findFirst().orElse("console"));
            to.writeEndArray();
            to.writeStringField("x-effect", Kind.Choice.nameOf(o.effect()));
            to.writeStringField("x-role", Kind.Choice.nameOf(o.effect().role()));
        }

        private void query(Operation<?, ?> o) throws IOException {
            to.writeArrayFieldStart("parameters");
            for (var c : o.input().components()) {
                if (!c.secret()) {
                    to.writeStartObject();
                    to.writeStringField("in", "query");
                    to.writeStringField("name", c.name());
                    to.writeBooleanField("required", c.required());
                    to.writeStringField("description", c.label().in(language));
                    to.writeObjectFieldStart("schema");
                    to.writeStringField("type", c.kind() instanceof Kind.Many ? "array" : "string");
                    if (c.kind() instanceof Kind.Many) {
                        to.writeObjectFieldStart("items");
                        to.writeStringField("type", "string");
                        to.writeEndObject();
                    }
                    to.writeEndObject();
                    to.writeEndObject();
                }
            }
            to.writeEndArray();
        }

        private void parameter(String in, String name, boolean required, String description) throws IOException {
            to.writeStartObject();
            to.writeStringField("in", in);
            to.writeStringField("name", name);
            to.writeBooleanField("required", required);
            to.writeStringField("description", description);
            to.writeObjectFieldStart("schema");
            to.writeStringField("type", name.equals("limit") || name.equals("points") ? "integer" : "string");
            to.writeEndObject();
            to.writeEndObject();
        }

        private void responses(Operation<?, ?> o, boolean asynchronous) throws IOException {
            to.writeObjectFieldStart("responses");
            switch (o.output()) {
                case Output.Value<?>(var shape) -> {
                    begun("200", say("what it gave", "结果"), "application/json");
                    JsonSchema.write(to, shape, JsonSchema.Use.OUTPUT, language);
                    ended();
                }
                case Output.Items<?>(var shape) -> {
                    begun("200", say("events: item, step, amount, log, and last ended", "事件：item、step、amount、log，最后是 ended"),
                        EventStream.MEDIA_TYPE);
                    to.writeStartObject();
                    to.writeStringField("type", "string");
                    to.writeEndObject();
                    to.writeFieldName("x-item");
                    JsonSchema.write(to, shape, JsonSchema.Use.OUTPUT, language);
                    ended();
                }
                case Output.Bytes(String mediaType) -> {
                    begun("200", say("the bytes", "字节内容"), mediaType);
                    to.writeStartObject();
                    to.writeEndObject();
                    ended();
                }
            }
            if (asynchronous) {
                begun("202", say("accepted; the task is at Location", "已接受；任务见 Location"), "application/json");
                reference("Accepted");
                ended();
            }
            problems();
            to.writeEndObject();
        }

        /** Opens a response up to its schema, which the caller writes. */
        private void begun(String status, String description, String mediaType) throws IOException {
            to.writeObjectFieldStart(status);
            to.writeStringField("description", description);
            to.writeObjectFieldStart("content");
            to.writeObjectFieldStart(mediaType);
            to.writeFieldName("schema");
        }

        private void ended() throws IOException {
            to.writeEndObject();
            to.writeEndObject();
            to.writeEndObject();
        }

        private void problems() throws IOException {
            begun("default", say("why it was not done", "未执行的原因"), ProblemDocument.MEDIA_TYPE);
            reference("Problem");
            ended();
        }

        private void reference(String name) throws IOException {
            to.writeStartObject();
            to.writeStringField("$ref", "#/components/schemas/" + name);
            to.writeEndObject();
        }

        /** The addresses that are no operations. */
        private void fixed() throws IOException {
            simple("/api", "get", "openapi", Text.of("This document", "本文档"), "application/json", "", Map.of());
            simple("/api/v1/operations", "get", "operations", Text.of("Every operation and whether it works here", "所有操作及其在此是否可用"),
                "application/json", "", Map.of());
            simple("/api/v1/tasks", "get", "tasks", Text.of("The newest tasks of every door", "各入口的最新任务"), "application/json", "Tasks",
                Map.of("limit", Text.of("how many", "数量"), "before", Text.of("only those asked for before this time", "只列此时间之前的")));
            simple("/api/v1/tasks/{id}", "get", "task", Text.of("A task", "一个任务"), "application/json", "Task", Map.of());
            simple("/api/v1/tasks/{id}/events", "get", "task_events", Text.of("What happens to a task, as it happens", "任务的实时事件"),
                EventStream.MEDIA_TYPE, "", Map.of());
            simple("/api/v1/tasks/{id}/stop", "post", "task_stop", Text.of("Stops a task, or declines a proposed one", "停止任务，或拒绝提议"),
                "application/json", "Task", Map.of());
            simple("/api/v1/tasks/{id}/approve", "post", "task_approve", Text.of("Lets a proposed task run", "批准提议的任务"),
                "application/json", "Task", Map.of());
            simple("/api/v1/series", "get", "series", Text.of("History of series as averages and maxima", "序列历史：平均值与最大值"),
                "application/json", "Series", Map.of("id", Text.of("a series; may be repeated", "序列；可重复"),
                    "from", Text.of("begin", "开始"), "to", Text.of("end", "结束"), "points", Text.of("at most so many points", "最多点数")));
            simple("/api/v1/live", "get", "live", Text.of("Samples as they come: events sample, skipped, lost", "实时采样：事件 sample、skipped、lost"),
                EventStream.MEDIA_TYPE, "", Map.of("id", Text.of("only this series; may be repeated", "只要此序列；可重复")));
            simple("/api/v1/audit", "get", "audit", Text.of("The audit log, the newest entries first; for administrators", "审计日志，最新在前；仅管理员"),
                "application/json", "Audit", Map.of("limit", Text.of("how many", "数量"), "before", Text.of("only entries below this number", "只列此序号之前的"),
                    "kind", Text.of("only of this kind", "只列此类型"), "actor", Text.of("only of this person", "只列此人"),
                    "q", Text.of("only where actor, subject or outcome hold this", "只列操作者、对象或结果含此文字的"),
                    "from", Text.of("only from this time on", "只列此时间之后的"), "to", Text.of("only before this time", "只列此时间之前的")));
            simple("/api/v1/audit/chain", "get", "audit_chain", Text.of("Computes every entry's hash again and names the first that does not follow",
                "重新计算每条记录的哈希，并指出第一条不相接的记录"), "application/json", "Chain", Map.of());
            simple("/metrics", "get", "metrics", Text.of("Metrics of this moment for Prometheus", "供 Prometheus 抓取的当前指标"),
                "text/plain", "", Map.of());
        }

        private void simple(String path, String method, String id, Text summary, String mediaType, String schema,
                Map<String, Text> query) throws IOException {
            to.writeObjectFieldStart(path);
            to.writeObjectFieldStart(method);
            to.writeStringField("operationId", "console_" + id);
            to.writeStringField("summary", summary.in(language));
            to.writeArrayFieldStart("tags");
            to.writeString("console");
            to.writeEndArray();
            to.writeArrayFieldStart("parameters");
            if (path.contains("{id}")) {
                parameter("path", "id", true, say("the task", "任务"));
            }
            for (var q : new java.util.TreeMap<>(query).entrySet()) {
                parameter("query", q.getKey(), false, q.getValue().in(language));
            }
            to.writeEndArray();
            to.writeObjectFieldStart("responses");
            begun("200", say("done", "完成"), mediaType);
            if (schema.isEmpty()) {
                to.writeStartObject();
                to.writeStringField("type", mediaType.equals("application/json") ? "object" : "string");
                to.writeEndObject();
            } else {
                reference(schema);
            }
            ended();
            problems();
            to.writeEndObject();
            to.writeEndObject();
            to.writeEndObject();
        }

        private void components() throws IOException {
            to.writeObjectFieldStart("components");
            to.writeObjectFieldStart("securitySchemes");
            to.writeObjectFieldStart("token");
            to.writeStringField("type", "http");
            to.writeStringField("scheme", "bearer");
            to.writeEndObject();
            to.writeObjectFieldStart("session");
            to.writeStringField("type", "apiKey");
            to.writeStringField("in", "cookie");
            to.writeStringField("name", "anole-session");
            to.writeStringField("description", say("set by a login link; its name ends in the port; POST needs X-CSRF-Token as well",
                "由登录链接设置；名称以端口结尾；POST 还需 X-CSRF-Token"));
            to.writeEndObject();
            to.writeEndObject();
            to.writeObjectFieldStart("schemas");
            for (var schema : FixedSchemas.ALL.entrySet()) {
                to.writeFieldName(schema.getKey());
                to.writeRawValue(schema.getValue());
            }
            to.writeEndObject();
            to.writeEndObject();
        }

        private String say(String en, String zh) {
            return Text.of(en, zh).in(language);
        }
    }
}
