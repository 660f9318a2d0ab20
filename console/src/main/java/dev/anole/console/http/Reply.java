package dev.anole.console.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.jetty.websocket.api.Session;

/**
 * What a handler answers. Security headers are not its business: {@link Sender} puts them on everything.
 *
 * @param status  of HTTP
 * @param headers beside those that everything has
 * @param cookies whole values of {@code Set-Cookie}
 * @param body    what follows
 */
public record Reply(int status, Map<String, String> headers, List<String> cookies, Body body) {
    /** What follows the headers. */
    public sealed interface Body {
        /** Nothing. */
        record None() implements Body {
        }

        /** All of it at once. */
        record Whole(String mediaType, byte[] bytes) implements Body {
            public Whole {
                Objects.requireNonNull(mediaType, "mediaType");
            }
        }

        /** As it comes; the writer runs in the request's own virtual thread and blocks while the reader is slow. */
        record Flowing(String mediaType, Flow writer) implements Body {
            public Flowing {
                Objects.requireNonNull(mediaType, "mediaType");
                Objects.requireNonNull(writer, "writer");
            }
        }

        /** The connection becomes a WebSocket that this listener hears. */
        record Socket(Session.Listener listener) implements Body {
            public Socket {
                Objects.requireNonNull(listener, "listener");
            }
        }
    }

    /** Writes a body as it comes. */
    @FunctionalInterface
    public interface Flow {
        /** @throws IOException when the reader has left */
        void writeTo(OutputStream out) throws IOException, InterruptedException;
    }

    public Reply {
        headers = Map.copyOf(headers);
        cookies = List.copyOf(cookies);
        Objects.requireNonNull(body, "body");
    }

    public static Reply html(String page) {
        return html(200, page);
    }

    public static Reply html(int status, String page) {
        return whole(status, "text/html; charset=utf-8", page.getBytes(StandardCharsets.UTF_8));
    }

    public static Reply json(String document) {
        return json(200, document);
    }

    public static Reply json(int status, String document) {
        return whole(status, "application/json", document.getBytes(StandardCharsets.UTF_8));
    }

    public static Reply whole(int status, String mediaType, byte[] bytes) {
        return new Reply(status, Map.of(), List.of(), new Body.Whole(mediaType, bytes));
    }

    public static Reply flowing(String mediaType, Flow writer) {
        return new Reply(200, Map.of(), List.of(), new Body.Flowing(mediaType, writer));
    }

    public static Reply socket(Session.Listener listener) {
        return new Reply(101, Map.of(), List.of(), new Body.Socket(listener));
    }

    public static Reply empty(int status) {
        return new Reply(status, Map.of(), List.of(), new Body.None());
    }

    /** After a form: the browser asks for another page. */
    public static Reply seeOther(String path) {
        return empty(303).with("Location", path);
    }

    public Reply with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Reply(status, more, cookies, body);
    }

    public Reply withCookie(String cookie) {
        List<String> more = new ArrayList<>(cookies);
        more.add(cookie);
        return new Reply(status, headers, more, body);
    }
}
