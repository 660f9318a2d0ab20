package dev.anole.console.api;

import dev.anole.operation.Json;
import dev.anole.operation.Kind;
import dev.anole.operation.Language;
import dev.anole.operation.TaskEvent;
import java.util.Base64;
import java.util.Objects;

/**
 * An event of a task as a stream tells it: a name and a JSON object.
 *
 * @param name {@code step}, {@code amount}, {@code log}, {@code item}, {@code chunk} or {@code ended}
 * @param data one line of JSON
 */
record EventDocument(String name, String data) {
    EventDocument {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(data, "data");
    }

    static EventDocument of(TaskEvent event, Language language) {
        return switch (event) {
            case TaskEvent.Step(var name, var at) -> new EventDocument("step", TaskDocument.written(to -> {
                to.writeStartObject();
                to.writeStringField("name", name.in(language));
                to.writeStringField("at", at.toString());
                to.writeEndObject();
            }));
            case TaskEvent.Amount(double done, double total, String unit) -> new EventDocument("amount", TaskDocument.written(to -> {
                to.writeStartObject();
                to.writeNumberField("done", done);
                to.writeNumberField("total", total);
                to.writeStringField("unit", unit);
                to.writeEndObject();
            }));
            case TaskEvent.Logged(String line, var at) -> new EventDocument("log", TaskDocument.written(to -> {
                to.writeStartObject();
                to.writeStringField("line", line);
                to.writeStringField("at", at.toString());
                to.writeEndObject();
            }));
            case TaskEvent.Item(Record item) -> new EventDocument("item", Json.write(item));
            case TaskEvent.Chunk(byte[] bytes) -> new EventDocument("chunk", TaskDocument.written(to -> {
                to.writeStartObject();
                to.writeStringField("base64", Base64.getEncoder().encodeToString(bytes));
                to.writeEndObject();
            }));
            case TaskEvent.Ended ended -> new EventDocument("ended", TaskDocument.written(to -> {
                to.writeStartObject();
                to.writeStringField("state", Kind.Choice.nameOf(ended.state()));
                to.writeStringField("at", ended.at().toString());
                if (ended.output().isPresent()) {
                    to.writeFieldName("output");
                    Json.write(to, ended.output().get());
                }
                if (ended.problem().isPresent()) {
                    to.writeFieldName("problem");
                    TaskDocument.problem(to, ended.problem().get(), language);
                }
                to.writeEndObject();
            }));
        };
    }

    /** As one message of a WebSocket. */
    String message() {
        return "{\"event\":\"" + name + "\",\"data\":" + data + "}";
    }
}
