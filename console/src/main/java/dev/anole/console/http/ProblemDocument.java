package dev.anole.console.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.anole.operation.Json;
import dev.anole.operation.Kind;
import dev.anole.operation.Language;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A refusal as programs read it: {@code application/problem+json} (RFC 9457). */
public final class ProblemDocument {
    public static final String MEDIA_TYPE = "application/problem+json";

    private ProblemDocument() {
    }

    public static Reply of(Refusal refusal, Language language) {
        Reply reply = Reply.whole(refusal.status(), MEDIA_TYPE, write(refusal, language).getBytes(StandardCharsets.UTF_8));
        for (var header : refusal.headers().entrySet()) {
            reply = reply.with(header.getKey(), header.getValue());
        }
        return reply;
    }

    /** The document's text, which a stream sends as its last event. */
    public static String write(Refusal refusal, Language language) {
        StringWriter out = new StringWriter();
        try (JsonGenerator to = Json.factory().createGenerator(out)) {
            String message = refusal.problem().message().in(language);
            String remedy = refusal.problem().remedy().in(language);
            to.writeStartObject();
            to.writeStringField("type", "about:blank");
            to.writeStringField("title", message);
            to.writeNumberField("status", refusal.status());
            to.writeStringField("kind", Kind.Choice.nameOf(refusal.problem().kind()));
            to.writeStringField("message", message);
            to.writeStringField("remedy", remedy);
            if (!refusal.field().isEmpty()) {
                to.writeStringField("field", refusal.field());
            }
            to.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);   // a StringWriter has nothing to fail
        }
        return out.toString();
    }
}
