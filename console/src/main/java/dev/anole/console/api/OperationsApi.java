package dev.anole.console.api;

import dev.anole.console.gate.Need;
import dev.anole.console.http.Call;
import dev.anole.console.http.EventStream;
import dev.anole.console.http.Forms;
import dev.anole.console.http.Reply;
import dev.anole.console.http.Route;
import dev.anole.console.live.AgentLink;
import dev.anole.operation.Actor;
import dev.anole.operation.Catalog;
import dev.anole.operation.Json;
import dev.anole.operation.Kind;
import dev.anole.operation.Language;
import dev.anole.operation.Operation;
import dev.anole.operation.Output;
import dev.anole.operation.TaskEvent;
import dev.anole.operation.TaskId;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Every operation of the catalog at {@code /api/v1/operations/{path}}. What may be called with which role is decided by
 * the agent; here a caller is somebody known.
 */
public final class OperationsApi {
    private final Catalog catalog;
    private final AgentLink link;

    public OperationsApi(Catalog catalog, AgentLink link) {
        this.catalog = Objects.requireNonNull(catalog, "catalog");
        this.link = Objects.requireNonNull(link, "link");
    }

    public List<Route> routes() {
        return List.of(
            Route.get("/api/v1/operations", Need.VIEWER, this::list),
            Route.get("/api/v1/operations/{path...}/socket", Need.VIEWER, this::socket),
            Route.get("/api/v1/operations/{path...}", Need.VIEWER,
                call -> answer(call, Order.ofQuery(catalog, call, query(call)))),
            Route.post("/api/v1/operations/{path...}", Need.VIEWER, call -> answer(call, Order.ofBody(catalog, call))).withInput());
    }

    private static Map<String, List<String>> query(Call call) {
        int at = call.here().indexOf('?');
        return at < 0 ? Map.of() : Forms.parse(call.here().substring(at + 1));
    }

    private Reply list(Call call) {
        Language language = call.language();
        var probes = link.ask(a -> a.probes());
        return Reply.json(TaskDocument.written(to -> {
            to.writeStartObject();
            to.writeArrayFieldStart("operations");
            for (var probed : probes) {
                var known = catalog.find(probed.operation());
                if (known.isEmpty()) {
                    continue;   // the agent is newer than this console
                }
                Operation<?, ?> o = known.get();
                to.writeStartObject();
                to.writeStringField("name", o.name().toString());
                to.writeStringField("path", "/api/v1/operations/" + o.name().path());
                to.writeStringField("summary", o.summary().in(language));
                to.writeStringField("effect", Kind.Choice.nameOf(o.effect()));
                to.writeStringField("role", Kind.Choice.nameOf(o.effect().role()));
                switch (probed.probe()) {
                    case dev.anole.operation.Probe.Available(var how) -> {
                        to.writeBooleanField("available", true);
                        to.writeStringField("how", how.in(language));
                    }
                    case dev.anole.operation.Probe.Unavailable(var reason, var evidence, var remedy) -> {
                        to.writeBooleanField("available", false);
                        to.writeStringField("reason", reason.in(language));
                        to.writeStringField("evidence", evidence);
                        to.writeStringField("remedy", remedy.in(language));
                    }
                }
                to.writeEndObject();
            }
            to.writeEndArray();
            to.writeEndObject();
        }));
    }

    private Reply answer(Call call, Order order) throws InterruptedException {
        order.confirmed(call.header(Order.CONFIRM), link.host());
        Actor actor = call.caller().actor();
        Language language = call.language();
        TaskId task = link.start(order.operation().name(), order.input(), actor, order.mode());
        if (call.header("Prefer").filter(p -> p.toLowerCase(Locale.ROOT).contains("respond-async")).isPresent()) {
            return Reply.json(202, "{\"task\":\"" + task + "\"}").with("Location", "/api/v1/tasks/" + task)
                .with("Preference-Applied", "respond-async");
        }
        return (switch (order.mode()) {
            case PREVIEW -> value(task);
            case RUN -> switch (order.operation().output()) {
                case Output.Value<?> _ -> value(task);
                case Output.Items<?> _ -> items(task, actor, language);
                case Output.Bytes(String mediaType) -> bytes(task, mediaType, order.operation());
            };
        }).with("Anole-Task", task.value());
    }

    private Reply value(TaskId task) throws InterruptedException {
        AgentLink.Result result = link.await(task);
        return Reply.json(result.output().map(Json::write).orElse("{}")).with("Anole-State", Kind.Choice.nameOf(result.state()));
    }

    /** The reader of a stream has gone; thrown through the agent's call so that the stream ends. */
    static final class ReaderLeft extends RuntimeException {
        private static final long serialVersionUID = 1;

        ReaderLeft(IOException cause) {
            super(cause);
        }
    }

    private Reply items(TaskId task, Actor actor, Language language) {
        return Reply.flowing(EventStream.MEDIA_TYPE, out -> {
            EventStream events = new EventStream(out);
            events.heartbeat();   // the headers go out before the first item
            try (EventStream.Heart _ = events.heart(() -> stop(task, actor))) {
                link.follow(task, event -> {
                    EventDocument document = EventDocument.of(event, language);
                    try {
                        events.event(document.name(), document.data());
                    } catch (IOException e) {
                        throw new ReaderLeft(e);
                    }
                });
            } catch (ReaderLeft e) {
                throw (IOException) e.getCause();
            }
        });
    }

    private void stop(TaskId task, Actor actor) {
        try {
            link.ask(a -> {
                a.stop(task, actor);
                return true;
            });
        } catch (RuntimeException e) {
            System.getLogger(OperationsApi.class.getName()).log(System.Logger.Level.DEBUG, "task " + task + " was not stopped", e);
        }
    }

    /** The bytes of a task as a file to save; a failure before the first byte is a refusal. */
    public Reply bytes(TaskId task, String mediaType, Operation<?, ?> operation) {
        String name = operation.name().path().replace('/', '-') + extension(mediaType);
        return Reply.flowing(mediaType, out -> {
            try {
                link.follow(task, event -> pour(event, out));
            } catch (ReaderLeft e) {
                throw (IOException) e.getCause();
            }
        }).with("Content-Disposition", "attachment; filename=\"" + name + "\"");
    }

    private static void pour(TaskEvent event, OutputStream out) {
        switch (event) {
            case TaskEvent.Chunk(byte[] bytes) -> {
                try {
                    out.write(bytes);
                    out.flush();
                } catch (IOException e) {
                    throw new ReaderLeft(e);
                }
            }
            // Before the first byte this becomes the answer; after it, the connection breaks, and nobody takes half for all.
            case TaskEvent.Ended ended -> ended.problem().ifPresent(p -> {
                throw p.toException();
            });
            case TaskEvent.Step _, TaskEvent.Amount _, TaskEvent.Logged _, TaskEvent.Item _ -> { }
        }
    }

    private static String extension(String mediaType) {
        return switch (mediaType.split(";", 2)[0]) {
            case "text/plain" -> ".txt";
            case "application/json" -> ".json";
            case "text/csv" -> ".csv";
            case "application/gzip" -> ".gz";
            case "application/zip" -> ".zip";
            case "text/html" -> ".html";
            case "image/svg+xml" -> ".svg";
            default -> ".bin";
        };
    }

    private Reply socket(Call call) {
        Operation<?, ?> operation = Order.operation(catalog, call.variable("path"));
        return Reply.socket(new OperationSocket(operation, call.caller(), call.language(), link));
    }
}
