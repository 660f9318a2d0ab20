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
import java.util.Optional;
import java.util.concurrent.TimeUnit;
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
 */
record Rehearsal(Image image, Path javaHome, Path work, Path log) {

    private static final Pattern LINK = Pattern.compile("https?://\\S+/login\\?token=\\S+");
    /** Pages and answers that are opened first; a page that does not exist yet costs nothing. */
    private static final List<String> PAGES = List.of("/", "/operations", "/operations/host/show", "/tasks", "/changes",
            "/audit", "/settings", "/api", "/metrics", "/api/v1/tasks");
    /** How long live samples are followed: the collector and the store are then warm. */
    private static final Duration LIVE = Duration.ofSeconds(4);
    /** How long {@code up} may take to print its link, and to end: a recording JVM is slow at both. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Performs it; whatever goes wrong is in the log, and then a recording is missing. */
    void perform() throws IOException, InterruptedException {
        var builder = new ProcessBuilder(image.run().toString(), "up", "--port", "0", "--data", work.resolve("life").toString(), "--no-open")
                .redirectErrorStream(true);
        builder.environment().put("ANOLE_JAVA", javaHome.resolve("bin/java").toString());
        builder.environment().put("ANOLE_TRAINING", work.toString());
        Process up = builder.start();
        Thread reaper = Thread.ofVirtual().start(() -> endAfter(up, PATIENCE.plus(LIVE)));
        try (BufferedReader said = up.inputReader()) {
            Optional<URI> link = Optional.empty();
            for (String line; link.isEmpty() && (line = said.readLine()) != null; ) {
                tell(line);
                link = linkIn(line);
            }
            if (link.isPresent()) {
                visit(link.get());
            } else {
                tell("up ended without printing a login link");
            }
            up.toHandle().destroy(); // SIGTERM; unlike the process's own destroy, it leaves the stream open.
            for (String line; (line = said.readLine()) != null; ) {
                tell(line);
            }
        }
        up.waitFor();
        reaper.interrupt();
    }

    private void visit(URI link) throws IOException, InterruptedException {
        try (HttpClient browser = HttpClient.newBuilder().cookieHandler(new CookieManager())
                .followRedirects(HttpClient.Redirect.NORMAL).connectTimeout(Duration.ofSeconds(5)).build()) {
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
        var request = HttpRequest.newBuilder(page).timeout(Duration.ofSeconds(10)).header("Accept-Encoding", "gzip").build();
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

    /** A rehearsal that hangs must not hang the build. */
    private static void endAfter(Process up, Duration patience) {
        try {
            if (!up.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
                up.descendants().forEach(ProcessHandle::destroyForcibly);
                up.destroyForcibly();
            }
        } catch (InterruptedException done) {
            Thread.currentThread().interrupt();
        }
    }

    private void tell(String line) throws IOException {
        Files.writeString(log, line + "\n", StandardOpenOption.APPEND);
    }
}
