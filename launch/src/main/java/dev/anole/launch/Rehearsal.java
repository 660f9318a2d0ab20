package dev.anole.launch;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A short real life of agent and console under recording: {@code anole up} in a data directory of its own, a login,
 * the pages a person opens first, live samples for a few seconds, and an orderly end, at which each JVM writes what
 * it recorded.
 *
 * @param image    the image to start from
 * @param javaHome the JDK that runs it
 * @param work     a directory that any user may write, which gets the recordings
 * @param log      gets what the processes print
 * @param patience for the login link, for a page, and for the end: a recording JVM is slow at all of them
 */
record Rehearsal(Image image, Path javaHome, Path work, Path log, Patience patience) {

    private static final Pattern LINK = Pattern.compile("https?://\\S+/login\\?token=\\S+");
    /** Pages and answers that are opened first; a page that does not exist yet costs nothing. */
    private static final List<String> PAGES = List.of("/", "/operations", "/operations/host/show", "/tasks", "/changes",
            "/audit", "/settings", "/api", "/metrics", "/api/v1/tasks");
    /** How long live samples are followed: the collector and the store are then warm. */
    private static final Duration LIVE = Duration.ofSeconds(4);

    /**
     * Performs it.
     *
     * @return whether it went to its end; if not, the log says why, and what was recorded is of no use
     */
    boolean perform() throws IOException, InterruptedException {
        var builder = new ProcessBuilder(image.run().toString(), "up", "--port", "0", "--data", work.resolve("life").toString(), "--no-open")
                .redirectErrorStream(true);
        isolate(builder.environment(), work);
        builder.environment().put("ANOLE_JAVA", javaHome.resolve("bin/java").toString());
        builder.environment().put("ANOLE_TRAINING", work.toString());
        // A console that records writes all of it as it ends: it must be waited for longer than one that serves.
        builder.environment().put("ANOLE_JAVA_OPTIONS", "-Danole.console.stop.seconds=" + patience.step().toSeconds());
        Process up = builder.start();
        try (BufferedReader said = up.inputReader()) {
            Optional<URI> link = awaitLink(up, said);
            if (link.isPresent()) {
                visit(link.get());
            } else {
                tell("up printed no login link");
            }
            return end(up, said) && link.isPresent();
        }
    }

    private Optional<URI> awaitLink(Process up, BufferedReader said) throws IOException {
        Optional<URI> link = Optional.empty();
        try (Watchdog watchdog = patience.over(up)) {
            for (String line; link.isEmpty() && (line = said.readLine()) != null; ) {
                tell(line);
                link = linkIn(line);
            }
            if (watchdog.bit()) {
                tell(patience.spent());
            }
        }
        return link;
    }

    /** Takes away how this host's Anole is configured: a rehearsal must not write to its store nor take its address. */
    static void isolate(Map<String, String> environment, Path work) {
        environment.keySet().removeIf(name -> name.startsWith("ANOLE_CONSOLE_") || name.startsWith("ANOLE_COLLECTOR_"));
        environment.put("ANOLE_CONFIGURATION", work.resolve("no-configuration").toString());
    }

    /** An orderly end; false if it took too long. */
    private boolean end(Process up, BufferedReader said) throws IOException, InterruptedException {
        up.toHandle().destroy(); // SIGTERM; unlike the process's own destroy, it leaves the stream open.
        try (Watchdog watchdog = patience.over(up)) {
            for (String line; (line = said.readLine()) != null; ) {
                tell(line);
            }
            up.waitFor();
            if (watchdog.bit()) {
                tell(patience.spent());
            }
            return !watchdog.bit();
        }
    }

    private void visit(URI link) throws IOException, InterruptedException {
        try (HttpClient browser = HttpClient.newBuilder().cookieHandler(new CookieManager())
                .followRedirects(HttpClient.Redirect.NORMAL).connectTimeout(patience.step()).build()) {
            open(browser, link);
            for (String page : PAGES) {
                open(browser, link.resolve(page));
            }
            var live = browser.sendAsync(HttpRequest.newBuilder(link.resolve("/api/v1/live")).build(), HttpResponse.BodyHandlers.discarding());
            Thread.sleep(LIVE);
            live.cancel(true);
            browser.shutdownNow();
        }
    }

    private void open(HttpClient browser, URI page) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(page).timeout(patience.step()).header("Accept-Encoding", "gzip").build();
        try {
            tell(page.getPath() + ": " + browser.send(request, HttpResponse.BodyHandlers.discarding()).statusCode());
        } catch (IOException e) {
            tell(page.getPath() + ": " + e);
        }
    }

    static Optional<URI> linkIn(String line) {
        var matcher = LINK.matcher(line);
        return matcher.find() ? Optional.of(URI.create(matcher.group())) : Optional.empty();
    }

    private void tell(String line) throws IOException {
        Files.writeString(log, line + "\n", StandardOpenOption.APPEND);
    }
}
