package dev.anole.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code kill -9} of the console, and of everything, while people use it. */
class KilledTest {

    private static final Pattern CSRF = Pattern.compile("<meta name=\"csrf\" content=\"([^\"]+)\">");
    private static final Pattern TASK = Pattern.compile("t-[0-9a-z]{12}");
    private static final String BEFORE = "before\n";
    /** People at work at once. */
    private static final int WRITERS = 3;
    /** How long they work before the kill. */
    private static final Duration LOAD = Duration.ofSeconds(3);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Someone who is logged in and calls the API with the session's cookie, as the pages do. */
    private record Visitor(HttpClient client, URI console, String csrf) {

        static Visitor through(Up up) throws IOException, InterruptedException {
            HttpClient client = HttpClient.newBuilder().cookieHandler(new CookieManager()).followRedirects(HttpClient.Redirect.NORMAL)
                    .connectTimeout(Duration.ofSeconds(5)).build();
            var page = client.send(HttpRequest.newBuilder(up.link()).timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
            assertEquals(200, page.statusCode(), page.body());
            var csrf = CSRF.matcher(page.body());
            assertTrue(csrf.find(), page.body());
            return new Visitor(client, up.console(), csrf.group(1));
        }

        HttpResponse<String> run(String operation, String input, String... headers) throws IOException, InterruptedException {
            var request = HttpRequest.newBuilder(console.resolve("/api/v1/operations/" + operation)).timeout(PATIENCE)
                    .header("Content-Type", "application/json").header("X-CSRF-Token", csrf).POST(HttpRequest.BodyPublishers.ofString(input));
            for (int i = 0; i < headers.length; i += 2) {
                request.header(headers[i], headers[i + 1]);
            }
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }

        HttpResponse<String> get(String path) throws IOException, InterruptedException {
            return client.send(HttpRequest.newBuilder(console.resolve(path)).timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    /** Files that several people write through the API, one write a file, and those whose write was answered with 200. */
    private static final class Writers {
        private final List<Thread> threads = new ArrayList<>();
        private final AtomicBoolean over = new AtomicBoolean();
        private final Queue<Path> begun = new ConcurrentLinkedQueue<>();
        private final Queue<Path> answered = new ConcurrentLinkedQueue<>();
        private final Queue<String> refused = new ConcurrentLinkedQueue<>();

        static Writers at(Visitor visitor, Path directory) {
            var writers = new Writers();
            for (int i = 0; i < WRITERS; i++) {
                int who = i;
                writers.threads.add(Thread.ofVirtual().start(() -> writers.write(visitor, directory, who)));
            }
            return writers;
        }

        private void write(Visitor visitor, Path directory, int who) {
            try {
                for (int n = 0; !over.get(); n++) {
                    Path file = Files.writeString(directory.resolve("written-" + who + "-" + n + ".txt"), BEFORE);
                    begun.add(file);
                    var answer = visitor.run("file/write", "{\"path\":\"" + file + "\",\"content\":\"" + after(file) + "\"}");
                    if (answer.statusCode() == 200) {
                        answered.add(file);
                    } else if (!over.get()) {
                        refused.add(answer.statusCode() + " " + answer.body());
                    }
                }
            } catch (IOException killed) {
                // The console is gone in the midst of a request; that is what this is for.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        static String after(Path file) {
            return "after " + file.getFileName();
        }

        void end() throws InterruptedException {
            over.set(true);
            for (Thread thread : threads) {
                thread.join();
            }
        }

        /** What was answered is there and recorded; what was not is wholly before or wholly after. */
        void assertNothingLost(String changes) throws IOException {
            assertTrue(answered.size() >= WRITERS, "hardly anything was written before the kill: " + answered + refused);
            for (Path file : begun) {
                String content = Files.readString(file);
                if (answered.contains(file)) {
                    assertEquals(after(file), content);
                    assertTrue(changes.contains(file.toString()), file + " was answered, and is in no change");
                } else {
                    assertTrue(content.equals(BEFORE) || content.equals(after(file)), file + " is torn: " + content);
                }
            }
        }
    }

    @Test
    void aConsoleKilledUnderLoadComesBackAtItsAddressWithEverySessionAndEveryRecord() throws Exception {
        try (Scratch directory = Scratch.make(); Up up = Up.start(Tree.own().built().root().resolve("anole"), directory.resolve("data"), Map.of())) {
            Visitor visitor = Visitor.through(up);
            Writers writers = Writers.at(visitor, directory.path());
            Thread.sleep(LOAD);
            ProcessHandle console = up.consoleProcess().orElseThrow();
            console.destroyForcibly();
            writers.end();
            long next = awaitAnotherConsole(up, console.pid());
            assertNotEquals(console.pid(), next);
            assertTrue(up.alive(), "the agent stays");
            HttpResponse<String> audit = awaitPage(visitor, "/audit");
            assertEquals(200, audit.statusCode(), "the session outlives the console: " + audit.body());
            assertTrue(audit.body().contains("file write"), audit.body());
            assertTrue(audit.body().contains("The chain is whole"), audit.body());
            writers.assertNothingLost(visitor.run("changes/list", "{\"limit\":1000}").body());
        }
    }

    @Test
    void afterAllWasKilledTasksReadInterruptedAndNothingRecordedIsLost() throws Exception {
        try (Scratch directory = Scratch.make()) {
            Tree tree = Tree.own().built();
            Path data = directory.resolve("data");
            String running;
            Writers writers;
            try (Up up = Up.start(tree.root().resolve("anole"), data, Map.of())) {
                Visitor visitor = Visitor.through(up);
                HttpResponse<String> follows = visitor.run("host/top", "{}", "Prefer", "respond-async");
                assertEquals(202, follows.statusCode(), follows.body());
                var task = TASK.matcher(follows.headers().firstValue("Location").orElseThrow());
                assertTrue(task.find());
                running = task.group();
                writers = Writers.at(visitor, directory.path());
                Thread.sleep(LOAD);
                assertTrue(tree.anole("tasks", "list", "--state", "running", "--json", "--data", data.toString()).out().contains(running));
                up.kill();
                writers.end();
            }
            // No agent runs now: the command reads what is on disk.
            assertFalse(tree.anole("tasks", "list", "--state", "running", "--json", "--data", data.toString()).out().contains(running));
            try (Up up = Up.start(tree.root().resolve("anole"), data, Map.of())) {
                Visitor visitor = Visitor.through(up);
                assertFalse(visitor.run("tasks/list", "{\"state\":\"running\"}").body().contains(running), "no task of a dead process reads running");
                assertTrue(visitor.run("tasks/list", "{\"state\":\"interrupted\",\"limit\":500}").body().contains(running));
                writers.assertNothingLost(visitor.run("changes/list", "{\"limit\":1000}").body());
                HttpResponse<String> audit = visitor.get("/audit");
                assertTrue(audit.body().contains("The chain is whole"), audit.body());
                assertTrue(visitor.get("/audit?q=file%20write").body().contains("file write"), "the writes are in the audit log");
            }
        }
    }

    private static long awaitAnotherConsole(Up up, long former) throws InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < until) {
            var console = up.consoleProcess().filter(process -> process.pid() != former);
            if (console.isPresent()) {
                return console.get().pid();
            }
            Thread.sleep(100);
        }
        throw new AssertionError("no other console was started; it said:\n" + up.text());
    }

    private static HttpResponse<String> awaitPage(Visitor visitor, String path) throws InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return visitor.get(path);
            } catch (IOException notYet) {
                if (System.nanoTime() > until) {
                    throw new AssertionError("the console did not come back at its address", notYet);
                }
                Thread.sleep(100);
            }
        }
    }
}
