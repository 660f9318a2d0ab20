package dev.anole.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.anole.console.live.LiveFeed;
import dev.anole.console.live.Sample;
import dev.anole.console.live.Subscription;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Samples as they come: to many, to the slow, and while the agent is away. */
class LiveTest {
    @TempDir
    Path directory;

    private static void await(BooleanSupplier met, String what) throws InterruptedException {
        long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!met.getAsBoolean()) {
            assertTrue(System.nanoTime() < until, what);
            Thread.sleep(20);
        }
    }

    private static List<String> read(InputStream in, int lines) throws IOException {
        List<String> read = new ArrayList<>();
        BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        String line;
        while (read.size() < lines && (line = reader.readLine()) != null) {
            read.add(line);
        }
        return read;
    }

    /** A slow host may tell that samples were skipped before it gives the first. */
    private static List<String> readToFirstId(InputStream in) throws IOException {
        List<String> read = new ArrayList<>();
        BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        for (String line = reader.readLine(); line != null && read.size() < 60; line = reader.readLine()) {
            read.add(line);
            if (line.startsWith("id: ")) {
                return read;
            }
        }
        throw new AssertionError("no id in " + read);
    }

    @Test
    void samplesComeWithTheChosenSeriesAndGoOnAfterABreak() throws Exception {
        try (House house = new House(directory); Browser browser = house.admin()) {
            String last;
            try (InputStream in = browser.stream(browser.request("/api/v1/live?id=cpu.user")).body()) {
                List<String> lines = read(in, 12);
                assertTrue(lines.contains("event: sample"), lines.toString());
                assertTrue(lines.stream().anyMatch(l -> l.startsWith("data: {\"at\":") && l.contains("\"cpu.user\"") && !l.contains("load.1")), lines.toString());
                last = lines.stream().filter(l -> l.startsWith("id: ")).reduce((_, b) -> b).orElseThrow().substring(4);
            }
            Thread.sleep(200);
            try (InputStream in = browser.stream(browser.request("/api/v1/live").header("Last-Event-ID", last)).body()) {
                List<String> lines = readToFirstId(in);
                long first = Long.parseLong(lines.getLast().substring(4));
                assertTrue(first > Long.parseLong(last), lines.toString());
            }
        }
    }

    @Test
    void aLostAgentIsToldAndFoundAgain() throws Exception {
        try (House house = new House(directory); Browser browser = house.admin()) {
            try (InputStream in = browser.stream(browser.request("/api/v1/live?id=load.1")).body()) {
                read(in, 6);
                house.agent.lose();
                List<String> lines = new ArrayList<>();
                BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
                for (String line = reader.readLine(); line != null && !lines.contains("event: lost"); line = reader.readLine()) {
                    lines.add(line);
                }
                assertTrue(lines.contains("event: lost"), lines.toString());
                var answer = browser.postJson("/api/v1/operations/test/greet", "{}");
                assertEquals(503, answer.statusCode(), answer.body());
                assertTrue(answer.body().contains("does not answer") && answer.body().contains("anole up"), answer.body());
                assertEquals(200, browser.getPage("/tasks").statusCode(), "what was seen last is still shown");
                house.agent.find();
                String line;
                do {
                    line = reader.readLine();
                } while (!"event: sample".equals(line));
            }
            assertEquals(200, browser.postJson("/api/v1/operations/test/greet", "{}").statusCode());
        }
    }

    @Test
    void aClientThatDoesNotReadLosesSamplesAndNotMemory() throws Exception {
        try (House house = new House(directory); Browser browser = house.admin();
             Socket silent = new Socket("127.0.0.1", house.console.address().getPort())) {
            silent.setReceiveBufferSize(4096);
            silent.getOutputStream().write(("GET /api/v1/live HTTP/1.1\r\nHost: localhost\r\nCookie: "
                + browser.cookies().entrySet().iterator().next().toString() + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            await(() -> house.samples.running.get() == 1, "the feed runs once for all");
            Thread.sleep(1_000);
            try (InputStream in = browser.stream(browser.request("/api/v1/live?id=load.1")).body()) {
                assertTrue(read(in, 40).stream().filter("event: sample"::equals).count() > 5, "the others are not held up");
            }
        }
    }

    @Test
    void aSlowClientIsToldHowMuchItMissed() throws Exception {
        try (House house = new House(directory)) {
            LiveFeed feed = house.console.feed();
            await(() -> feed.recent().size() > 3, "samples come");
            try (Subscription slow = feed.subscribe(Optional.empty())) {
                Thread.sleep(600);
                Optional<Subscription.News> first = slow.next(1_000);
                assertTrue(first.orElseThrow() instanceof Subscription.News.Skipped(long n) && n > 5, first.toString());
                int waiting = 0;
                for (Optional<Subscription.News> news = slow.next(0); news.isPresent(); news = slow.next(0)) {
                    assertTrue(news.get() instanceof Subscription.News.Sampled || news.get() instanceof Subscription.News.Skipped);
                    waiting++;
                }
                assertTrue(waiting <= Subscription.WAITING_MAX + 2, "waiting " + waiting);
            }
            assertEquals(0, feed.clients());
            List<Sample> recent = feed.recent();
            assertTrue(recent.size() <= LiveFeed.KEPT_MAX);
            assertFalse(recent.isEmpty());
        }
    }

    @Test
    void twoHundredClientsAreServedWithinBounds() throws Exception {
        try (House house = new House(directory); Browser browser = house.admin()) {
            List<InputStream> clients = new ArrayList<>();
            try {
                for (int i = 0; i < 200; i++) {
                    clients.add(browser.stream(browser.request("/api/v1/live?id=load.1")).body());
                }
                await(() -> house.console.feed().clients() == 200, "all are there");
                for (InputStream client : clients) {
                    assertTrue(read(client, 4).size() == 4);
                }
                assertEquals(1, house.samples.running.get(), "the host is asked once for all");
                assertEquals(200, browser.getPage("/tasks").statusCode());
                for (int i = clients.size(); i < LiveFeed.CLIENTS_MAX; i++) {
                    clients.add(browser.stream(browser.request("/api/v1/live?id=load.1")).body());
                }
                var refused = browser.get("/api/v1/live");
                assertEquals(503, refused.statusCode());
                assertTrue(refused.headers().firstValue("retry-after").isPresent());
            } finally {
                for (InputStream client : clients) {
                    client.close();
                }
            }
            await(() -> house.console.feed().clients() == 0, "who has gone costs nothing any more");
        }
    }

    @Test
    void historyIsKeptAndReadAfterARestart() throws Exception {
        try (House house = new House(directory); Browser browser = house.admin()) {
            await(() -> browser.get("/api/v1/series?id=cpu.user&points=10").body().matches("(?s).*\"avg\":\\[.*\\d.*"), "samples are appended");
        }
        try (House house = new House(directory); Browser browser = house.admin()) {
            String body = browser.get("/api/v1/series?id=memory.free&id=load.*&points=10").body();
            assertTrue(body.contains("\"id\":\"memory.free\"") && body.contains("\"id\":\"load.1\""), body);
            assertEquals(400, browser.get("/api/v1/series").statusCode());
            assertEquals(400, browser.get("/api/v1/series?id=a&from=2020-01-02T00:00:00Z&to=2020-01-01T00:00:00Z").statusCode());
            assertEquals(400, browser.get("/api/v1/series?id=%7Bx&from=now").statusCode());
        }
    }
}
