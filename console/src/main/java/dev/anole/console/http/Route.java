package dev.anole.console.http;

import dev.anole.console.gate.Need;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One address with its method, what it asks of its caller, and who answers.
 *
 * @param method  {@code GET} (which also answers HEAD) or {@code POST}
 * @param pattern the path: {@code {name}} stands for one segment, {@code {name...}} for one or more
 * @param need    what the gate checks before the handler is called
 * @param bodyMax largest body that is read, in bytes
 * @param handler who answers
 */
public record Route(String method, String pattern, Need need, int bodyMax, Handler handler) {
    /** A form. */
    public static final int FORM_BYTES_MAX = 64 << 10;
    /** The input of an operation. */
    public static final int INPUT_BYTES_MAX = 1 << 20;
    private static final int SEGMENTS_MAX = 16;

    /** Answers a request that the gate has let through. */
    @FunctionalInterface
    public interface Handler {
        Reply answer(Call call) throws InterruptedException;
    }

    public Route {
        Objects.requireNonNull(need, "need");
        Objects.requireNonNull(handler, "handler");
        if (!method.equals("GET") && !method.equals("POST")) {
            throw new IllegalArgumentException(method);
        }
        if (!pattern.startsWith("/")) {
            throw new IllegalArgumentException(pattern);
        }
    }

    public static Route get(String pattern, Need need, Handler handler) {
        return new Route("GET", pattern, need, 0, handler);
    }

    public static Route post(String pattern, Need need, Handler handler) {
        return new Route("POST", pattern, need, FORM_BYTES_MAX, handler);
    }

    /** The same with room for an operation's input. */
    public Route withInput() {
        return new Route(method, pattern, need, INPUT_BYTES_MAX, handler);
    }

    /** The path's variables when it is this route's. */
    public Optional<Map<String, String>> match(List<String> path) {
        List<String> wanted = segments(pattern);
        Map<String, String> variables = new HashMap<>();
        return match(wanted, 0, path, 0, variables) ? Optional.of(variables) : Optional.empty();
    }

    private static boolean match(List<String> wanted, int w, List<String> path, int p, Map<String, String> variables) {
        if (w == wanted.size()) {
            return p == path.size();
        }
        String segment = wanted.get(w);
        if (segment.endsWith("...}")) {
            // What follows has fixed length, so there is one way to divide the path.
            int end = path.size() - (wanted.size() - w - 1);
            if (end <= p) {
                return false;
            }
            variables.put(segment.substring(1, segment.length() - 4), String.join("/", path.subList(p, end)));
            return match(wanted, w + 1, path, end, variables);
        }
        if (p == path.size()) {
            return false;
        }
        if (segment.startsWith("{")) {
            variables.put(segment.substring(1, segment.length() - 1), path.get(p));
        } else if (!segment.equals(path.get(p))) {
            return false;
        }
        return match(wanted, w + 1, path, p + 1, variables);
    }

    /** The segments of a path, without the empty one before the first slash; empty when there are too many. */
    public static List<String> segments(String path) {
        String inner = path.substring(1);
        List<String> segments = inner.isEmpty() ? List.of() : List.of(inner.split("/", -1));
        return segments.size() > SEGMENTS_MAX ? List.of("") : segments;
    }
}
