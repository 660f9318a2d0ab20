package dev.anole.console.http;

import dev.anole.console.gate.Caller;
import dev.anole.operation.Language;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/** A request that has passed the gate. */
public final class Call {
    private final Request request;
    private final String path;
    private final Map<String, String> variables;
    private final Caller caller;
    private final byte[] body;
    private final Map<String, List<String>> query;

    /**
     * @param path      decoded, with its dots resolved
     * @param variables what the route's pattern has found in it
     * @param caller    who the gate says it is
     * @param body      all of it, within the route's bound
     */
    public Call(Request request, String path, Map<String, String> variables, Caller caller, byte[] body) {
        this.request = Objects.requireNonNull(request, "request");
        this.path = path;
        this.variables = Map.copyOf(variables);
        this.caller = Objects.requireNonNull(caller, "caller");
        this.body = body;
        String raw = request.getHttpURI().getQuery();
        this.query = raw == null ? Map.of() : Forms.parse(raw);
    }

    public String method() {
        return request.getMethod();
    }

    public String path() {
        return path;
    }

    /** Path and query, as a link back to here. */
    public String here() {
        String raw = request.getHttpURI().getQuery();
        return raw == null ? request.getHttpURI().getPath() : request.getHttpURI().getPath() + "?" + raw;
    }

    public Caller caller() {
        return caller;
    }

    /** A variable of the route's pattern. */
    public String variable(String name) {
        return Objects.requireNonNull(variables.get(name), name);
    }

    /** A parameter of the query; empty text counts as absent. */
    public Optional<String> query(String name) {
        return queries(name).stream().findFirst().filter(v -> !v.isEmpty());
    }

    /** All values of a parameter, in order. */
    public List<String> queries(String name) {
        return query.getOrDefault(name, List.of());
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(request.getHeaders().get(name));
    }

    public byte[] body() {
        return body;
    }

    /** The body as a form; the fields in their order. */
    public Map<String, List<String>> form() {
        return Forms.parse(new String(body, StandardCharsets.UTF_8));
    }

    /** A field of the form, empty when it is not there. */
    public String field(String name) {
        return form().getOrDefault(name, List.of("")).getFirst();
    }

    public Optional<String> cookie(String name) {
        return cookie(request, name);
    }

    public static Optional<String> cookie(Request request, String name) {
        return Request.getCookies(request).stream().filter(c -> c.getName().equals(name)).map(c -> c.getValue()).findFirst();
    }

    public String remote() {
        return Request.getRemoteAddr(request);
    }

    public boolean secure() {
        return request.isSecure();
    }

    /** Whether a person's browser asks for a page, rather than a program for data. */
    static boolean wantsPage(Request request) {
        String path = String.valueOf(request.getHttpURI().getPath());
        String accepted = request.getHeaders().get(HttpHeader.ACCEPT);
        return !path.equals("/api") && !path.startsWith("/api/") && !path.equals("/metrics") && !path.startsWith("/static/")
            && (accepted == null || accepted.contains("text/html") || accepted.contains("*/*"));
    }

    /** The cookie, then the query, then what the browser prefers. */
    public Language language() {
        return language(request, query("lang"));
    }

    static Language language(Request request, Optional<String> asked) {
        return asked.or(() -> cookie(request, "language")).or(() -> {
            HttpField accepted = request.getHeaders().getField(HttpHeader.ACCEPT_LANGUAGE);
            return accepted == null ? Optional.empty() : java.util.Arrays.stream(accepted.getValues())
                .map(v -> v.split(";", 2)[0]).filter(v -> v.startsWith("zh") || v.startsWith("en")).findFirst();
        }).map(Language::of).orElse(Language.ENGLISH);
    }

    /** Called once when the one who asked has gone before the answer was complete. */
    public void whenGone(Runnable react) {
        request.addFailureListener(_ -> react.run());
    }
}
