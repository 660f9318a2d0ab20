package dev.anole.console.page;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.anole.console.page.PageContext.Theme;
import dev.anole.operation.Language;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executors;

/**
 * Serves all pages with the data of {@link Fixtures} on loopback, for whoever works on how they look:
 * {@code java … dev.anole.console.page.PageGallery 8099}, then {@code http://127.0.0.1:8099/?language=zh&theme=dark&case=bare}.
 */
final class PageGallery {
    private static final String HTMX = "META-INF/resources/webjars/htmx.org/2.0.7/dist/htmx.min.js";

    private PageGallery() {
    }

    public static void main(String[] arguments) throws IOException {
        HttpServer server = HttpServer.create(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), arguments.length > 0 ? Integer.parseInt(arguments[0]) : 8099), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", PageGallery::serve);
        server.start();
        System.out.println("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    private static void serve(HttpExchange x) throws IOException {
        try (x) {
            String path = x.getRequestURI().getPath();
            Map<String, List<String>> q = query(x.getRequestURI().getRawQuery());
            if (path.startsWith("/static/")) {
                file(x, path.substring("/static/".length()));
            } else if (path.equals("/api/v1/series")) {
                answer(x, 200, "application/json", series(q));
            } else if (path.equals("/api/v1/live")) {
                live(x, q);
            } else if (path.startsWith("/api/v1/tasks/")) {
                task(x);
            } else if (x.getRequestMethod().equals("POST") && path.startsWith("/operations/")) {
                boolean preview = new String(x.getRequestBody().readAllBytes(), StandardCharsets.UTF_8).contains("_mode=preview");
                answer(x, 200, "text/html; charset=utf-8", FixtureTasks.view(preview ? "preview" : path.endsWith("log") ? "stream" : "running", Instant.now()).region(context(q, x)));
            } else if (path.equals("/preferences")) {
                x.getRequestBody().readAllBytes();
                x.getResponseHeaders().add("Location", "/");
                x.sendResponseHeaders(303, -1);
            } else {
                GalleryPages.Page page = GalleryPages.page(path, q, context(q, x));
                x.getResponseHeaders().add("Content-Security-Policy", Layout.POLICY);
                answer(x, page.status(), "text/html; charset=utf-8", page.html());
            }
        } catch (RuntimeException e) {
            e.printStackTrace();
            throw e;
        }
    }

    private static PageContext context(Map<String, List<String>> q, HttpExchange x) {
        Language language = Language.of(first(q, "language"));
        Theme theme = first(q, "theme").isEmpty() ? Theme.SYSTEM : Theme.valueOf(first(q, "theme").toUpperCase(java.util.Locale.ROOT));
        return Fixtures.context(language, theme, x.getRequestURI().toString(), Instant.now());
    }

    private static String series(Map<String, List<String>> q) {
        Instant from = Instant.parse(first(q, "from"));
        Instant to = Instant.parse(first(q, "to"));
        int points = Integer.parseInt(first(q, "points"));
        long step = Math.max(1, (to.getEpochSecond() - from.getEpochSecond()) / points);
        StringBuilder json = new StringBuilder("{\"from\":\"" + from + "\",\"to\":\"" + to + "\",\"step\":" + step + ",\"series\":[");
        List<Map<String, Double>> samples = new ArrayList<>();
        long now = Instant.now().getEpochSecond();
        for (long t = from.getEpochSecond(); t < to.getEpochSecond(); t += step) {
            boolean gap = t > now || t % 9000 > 8900;
            samples.add(gap ? Map.of() : Fixtures.values(t, now - t < 700));
        }
        String comma = "";
        for (String id : q.getOrDefault("id", List.of())) {
            json.append(comma).append("{\"id\":").append(Chart.quoted(id)).append(",\"avg\":").append(numbers(samples, id, 1))
                .append(",\"max\":").append(numbers(samples, id, step > 2 ? 1.4 : 1)).append('}');
            comma = ",";
        }
        return json.append("]}").toString();
    }

    private static String numbers(List<Map<String, Double>> samples, String id, double scale) {
        return samples.stream().map(s -> s.containsKey(id) ? String.format(java.util.Locale.ROOT, "%.2f", s.get(id) * scale) : "null").toList().toString();
    }

    private static void live(HttpExchange x, Map<String, List<String>> q) throws IOException {
        x.getResponseHeaders().add("Content-Type", "text/event-stream");
        x.sendResponseHeaders(200, 0);
        OutputStream out = x.getResponseBody();
        try {
            for (int i = 0; i < 3600; i++) {
                Instant now = Instant.now();
                Map<String, Double> values = new TreeMap<>(Fixtures.values(now.getEpochSecond(), true));
                values.keySet().retainAll(q.getOrDefault("id", List.of()));
                StringBuilder json = new StringBuilder("data: {\"at\":\"" + now + "\",\"values\":{");
                String comma = "";
                for (Map.Entry<String, Double> e : values.entrySet()) {
                    json.append(comma).append(Chart.quoted(e.getKey())).append(':').append(e.getValue());
                    comma = ",";
                }
                out.write(json.append("}}\n\n").toString().getBytes(StandardCharsets.UTF_8));
                out.flush();
                Thread.sleep(1000);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void task(HttpExchange x) throws IOException {
        x.getResponseHeaders().add("Content-Type", "text/event-stream");
        x.sendResponseHeaders(200, 0);
        OutputStream out = x.getResponseBody();
        try {
            for (int i = 0; i < 40; i++) {
                String event = i % 10 == 0 ? "event: step\ndata: {\"name\":\"Step " + (i / 10 + 1) + "\",\"at\":\"" + Instant.now() + "\"}\n\n"
                    : "event: amount\ndata: {\"done\":" + i % 10 * 1e7 + ",\"total\":1e8,\"unit\":\"bytes\"}\n\nevent: item\ndata: {\"name\":\"<b>sd" + i + "\",\"sizeBytes\":" + i * 1e9
                        + ",\"rotates\":false}\n\nevent: log\ndata: {\"line\":\"line " + i + "\",\"at\":\"" + Instant.now() + "\"}\n\n";
                out.write(event.getBytes(StandardCharsets.UTF_8));
                out.flush();
                Thread.sleep(150);
            }
            out.write(("event: ended\ndata: {\"state\":\"done\",\"at\":\"" + Instant.now() + "\"}\n\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static String first(Map<String, List<String>> q, String name) {
        return q.getOrDefault(name, List.of("")).getFirst();
    }

    static Map<String, List<String>> query(String raw) {
        Map<String, List<String>> q = new LinkedHashMap<>();
        for (String pair : Optional.ofNullable(raw).orElse("").split("&")) {
            String[] parts = pair.split("=", 2);
            q.computeIfAbsent(URLDecoder.decode(parts[0], StandardCharsets.UTF_8), _ -> new ArrayList<>())
                .add(parts.length > 1 ? URLDecoder.decode(parts[1], StandardCharsets.UTF_8) : "");
        }
        return q;
    }

    private static void file(HttpExchange x, String name) throws IOException {
        String path = name.equals("htmx.min.js") ? HTMX : "dev/anole/console/static/" + name;
        try (InputStream in = PageGallery.class.getClassLoader().getResourceAsStream(path)) {
            if (in == null) {
                answer(x, 404, "text/plain", name);
                return;
            }
            String type = name.endsWith(".css") ? "text/css" : name.endsWith(".js") ? "text/javascript" : "image/svg+xml";
            byte[] bytes = in.readAllBytes();
            x.getResponseHeaders().add("Content-Type", type + "; charset=utf-8");
            x.sendResponseHeaders(200, bytes.length);
            x.getResponseBody().write(bytes);
        }
    }

    private static void answer(HttpExchange x, int status, String type, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        x.getResponseHeaders().add("Content-Type", type);
        x.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        x.getResponseBody().write(bytes);
    }
}
