package dev.anole.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.anole.cli.screen.Terminal;
import dev.anole.operation.Json;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** Writes JSON-RPC messages, one a line, from any number of threads. */
final class RpcWriter {
    private final Terminal terminal;

    RpcWriter(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Writes the value that belongs at one place of a message. */
    @FunctionalInterface
    interface Body {
        void write(JsonGenerator to) throws IOException;
    }

    /** Text of a body by itself. */
    static String text(Body body) {
        StringWriter out = new StringWriter();
        try (JsonGenerator to = Json.factory().createGenerator(out)) {
            body.write(to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);   // a StringWriter has nothing to fail
        }
        return out.toString();
    }

    void result(String id, Body result) {
        send(to -> {
            to.writeFieldName("id");
            to.writeRawValue(id);
            to.writeFieldName("result");
            result.write(to);
        });
    }

    void error(String id, int code, String message) {
        send(to -> {
            to.writeFieldName("id");
            to.writeRawValue(id);
            to.writeObjectFieldStart("error");
            to.writeNumberField("code", code);
            to.writeStringField("message", message);
            to.writeEndObject();
        });
    }

    void notification(String method, Body params) {
        send(to -> {
            to.writeStringField("method", method);
            to.writeFieldName("params");
            params.write(to);
        });
    }

    private void send(Body fields) {
        String line = text(to -> {
            to.writeStartObject();
            to.writeStringField("jsonrpc", "2.0");
            fields.write(to);
            to.writeEndObject();
        });
        synchronized (this) {
            terminal.print(line + "\n");
        }
    }
}
