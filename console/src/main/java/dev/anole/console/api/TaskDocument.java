package dev.anole.console.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.anole.operation.Json;
import dev.anole.operation.Kind;
import dev.anole.operation.Language;
import dev.anole.operation.Problem;
import dev.anole.operation.TaskSummary;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/** Tasks as programs read them. {@link OpenApi} describes the same. */
final class TaskDocument {
    private TaskDocument() {
    }

    static String of(TaskSummary task, Language language) {
        return written(to -> write(to, task, language));
    }

    static String of(List<TaskSummary> tasks, Language language) {
        return written(to -> {
            to.writeStartObject();
            to.writeArrayFieldStart("tasks");
            for (TaskSummary task : tasks) {
                write(to, task, language);
            }
            to.writeEndArray();
            to.writeEndObject();
        });
    }

    @FunctionalInterface
    interface Writing {
        void to(JsonGenerator to) throws IOException;
    }

    static String written(Writing writing) {
        StringWriter out = new StringWriter();
        try (JsonGenerator to = Json.factory().createGenerator(out)) {
            writing.to(to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);   // a StringWriter has nothing to fail
        }
        return out.toString();
    }

    private static void write(JsonGenerator to, TaskSummary task, Language language) throws IOException {
        to.writeStartObject();
        to.writeStringField("id", task.id().value());
        to.writeStringField("operation", task.operation().toString());
        to.writeFieldName("input");
        to.writeRawValue(task.input());
        to.writeObjectFieldStart("actor");
        to.writeStringField("name", task.actor().name());
        to.writeStringField("role", Kind.Choice.nameOf(task.actor().role()));
        to.writeStringField("door", Kind.Choice.nameOf(task.actor().door()));
        to.writeEndObject();
        to.writeStringField("effect", Kind.Choice.nameOf(task.effect()));
        to.writeStringField("state", Kind.Choice.nameOf(task.state()));
        to.writeStringField("started", task.started().toString());
        if (task.ended().isPresent()) {
            to.writeStringField("ended", task.ended().get().toString());
        }
        if (task.decidedBy().isPresent()) {
            to.writeStringField("decidedBy", task.decidedBy().get());
        }
        if (task.problem().isPresent()) {
            to.writeFieldName("problem");
            problem(to, task.problem().get(), language);
        }
        if (task.output().isPresent()) {
            to.writeFieldName("output");
            to.writeRawValue(task.output().get());
        }
        to.writeEndObject();
    }

    static void problem(JsonGenerator to, Problem problem, Language language) throws IOException {
        to.writeStartObject();
        to.writeStringField("kind", Kind.Choice.nameOf(problem.kind()));
        to.writeStringField("message", problem.message().in(language));
        to.writeStringField("remedy", problem.remedy().in(language));
        to.writeEndObject();
    }
}
