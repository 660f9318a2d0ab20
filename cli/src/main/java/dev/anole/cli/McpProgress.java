package dev.anole.cli;

import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Tells a client how a call is getting on, when it asked to be told: counted up, and not too often. */
final class McpProgress {
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final RpcWriter writer;
    private final Optional<String> token;
    private int told;
    private long lastNanos = System.nanoTime() - PAUSE_NANOS;

    /** @param token what the client knows the call's progress by, as JSON */
    McpProgress(RpcWriter writer, Optional<String> token) {
        this.writer = writer;
        this.token = token;
    }

    synchronized void say(String message) {
        if (token.isEmpty() || System.nanoTime() - lastNanos < PAUSE_NANOS) {
            return;
        }
        lastNanos = System.nanoTime();
        int count = ++told;
        writer.notification("notifications/progress", to -> {
            to.writeStartObject();
            to.writeFieldName("progressToken");
            to.writeRawValue(token.get());
            to.writeNumberField("progress", count);
            to.writeStringField("message", message);
            to.writeEndObject();
        });
    }
}
