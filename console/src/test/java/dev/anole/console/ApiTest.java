package dev.anole.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.anole.console.store.AuditLog;
import dev.anole.console.store.Person;
import dev.anole.operation.Role;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Operations and tasks as programs use them. */
class ApiTest {
    @TempDir
    static Path directory;
    private static House house;
    private static Browser viewer;
    private static Browser operator;
    private static Browser admin;

    @BeforeAll
    static void start() {
        house = new House(directory);
        viewer = program(Role.VIEWER);
        operator = program(Role.OPERATOR);
        admin = program(Role.ADMIN);
    }

    @AfterAll
    static void stop() {
        List.of(viewer, operator, admin).forEach(Browser::close);
        house.close();
    }

    private static Browser program(Role role) {
        Person person = house.console.records().people().add("program-" + role, role, Instant.now());
        return Browser.withToken(house.console.address(),
            house.console.records().tokens().make(person, "test", role, Duration.ofDays(1), Instant.now()).secret().reveal());
    }

    private static void assertStatus(int status, HttpResponse<String> response) {
        assertEquals(status, response.statusCode(), response.body());
        if (status >= 400) {
            assertEquals("application/problem+json", response.headers().firstValue("content-type").orElse(""));
            assertTrue(response.body().contains("\"message\":") && response.body().contains("\"remedy\":"), response.body());
        }
    }

    @Test
    void anOperationAnswersItsOutput() {
        HttpResponse<String> response = viewer.postJson("/api/v1/operations/test/greet", "{\"whom\":\"you\",\"times\":2}");
        assertStatus(200, response);
        assertEquals("{\"text\":\"hello you hello you\"}", response.body());
        assertEquals("done", response.headers().firstValue("anole-state").orElse(""));
        assertEquals("{\"text\":\"hello world\"}", viewer.postJson("/api/v1/operations/test/greet", "").body());
    }

    @Test
    void whatOnlyReadsCanBeAskedForByAnAddress() {
        assertEquals("{\"text\":\"hello a b\"}", viewer.get("/api/v1/operations/test/greet?whom=a%20b").body());
        assertStatus(405, operator.get("/api/v1/operations/test/change?value=x"));
        assertStatus(400, viewer.get("/api/v1/operations/test/secret?user=a&password=b"));
    }

    @Test
    void aWrongInputNamesItsField() {
        HttpResponse<String> range = viewer.postJson("/api/v1/operations/test/greet", "{\"times\":9}");
        assertStatus(400, range);
        assertTrue(range.body().contains("\"field\":\"times\"") && range.body().contains("9 is not 1 to 5 times"), range.body());
        HttpResponse<String> unknown = viewer.postJson("/api/v1/operations/test/greet", "{\"tines\":1}");
        assertStatus(400, unknown);
        assertTrue(unknown.body().contains("tines"), unknown.body());
        assertStatus(400, viewer.postJson("/api/v1/operations/test/greet", "{\"whom\":"));
        assertStatus(400, viewer.postJson("/api/v1/operations/test/greet", "[]"));
        assertStatus(415, viewer.send(viewer.request("/api/v1/operations/test/greet").header("Content-Type", "text/plain")
            .POST(HttpRequest.BodyPublishers.ofString("{}"))));
        assertStatus(413, viewer.postJson("/api/v1/operations/test/greet", "{\"whom\":\"" + "x".repeat(1 << 20) + "\"}"));
        assertStatus(404, viewer.postJson("/api/v1/operations/test/nothing", "{}"));
        assertStatus(404, viewer.postJson("/api/v1/operations/Test/../etc", "{}"));
    }

    @Test
    void aFailureIsAProblemInTheCallersLanguage() {
        HttpResponse<String> english = viewer.postJson("/api/v1/operations/test/greet", "{\"whom\":\"nobody\"}");
        assertStatus(500, english);
        assertTrue(english.body().contains("there is nobody to greet") && english.body().contains("name somebody"), english.body());
        HttpResponse<String> chinese = viewer.postJson("/api/v1/operations/test/greet", "{\"whom\":\"nobody\"}", "Accept-Language", "zh-CN,zh;q=0.9");
        assertTrue(chinese.body().contains("没有可问候的人"), chinese.body());
    }

    @Test
    void rolesAreCheckedByTheAgent() {
        assertStatus(403, viewer.postJson("/api/v1/operations/test/change", "{\"value\":\"x\"}"));
        assertStatus(403, operator.postJson("/api/v1/operations/test/reveal", "{}"));
        assertStatus(200, admin.postJson("/api/v1/operations/test/reveal", "{}"));
    }

    @Test
    void aChangeCanBePreviewed() {
        String before = house.change.value.get();
        HttpResponse<String> preview = operator.postJson("/api/v1/operations/test/change?preview=true", "{\"value\":\"previewed\"}");
        assertStatus(200, preview);
        assertTrue(preview.body().contains("\"preview\":true"), preview.body());
        assertEquals(before, house.change.value.get());
        assertStatus(400, operator.postJson("/api/v1/operations/test/greet?preview=true", "{}"));
    }

    @Test
    void whatDisruptsHasToNameTheHost() {
        int before = house.disrupt.done.get();
        HttpResponse<String> refused = admin.postJson("/api/v1/operations/test/disrupt", "{}");
        assertStatus(428, refused);
        assertTrue(refused.body().contains("X-Anole-Confirm: " + House.HOST), refused.body());
        assertStatus(428, admin.postJson("/api/v1/operations/test/disrupt", "{}", "X-Anole-Confirm", "another"));
        assertEquals(before, house.disrupt.done.get());
        assertStatus(200, admin.postJson("/api/v1/operations/test/disrupt", "{}", "X-Anole-Confirm", House.HOST));
        assertEquals(before + 1, house.disrupt.done.get());
    }

    @Test
    void aSecretIsNowhereToBeRead() {
        HttpResponse<String> response = viewer.postJson("/api/v1/operations/test/secret", "{\"user\":\"u\",\"password\":\"hunter2hunter2\"}");
        assertStatus(200, response);
        assertEquals("{\"text\":\"u: 14\"}", response.body());
        String task = response.headers().firstValue("anole-task").orElseThrow();
        assertFalse(viewer.get("/api/v1/tasks/" + task).body().contains("hunter2"));
        viewer.get("/api/v1/tasks");
        for (var entry : house.console.records().audit().page(Long.MAX_VALUE, 500, AuditLog.Filter.NONE)) {
            assertFalse(entry.toString().contains("hunter2"), entry.toString());
        }
    }

    @Test
    void aTaskIsStoppedByThoseWhoMay() throws Exception {
        HttpResponse<String> started = operator.postJson("/api/v1/operations/test/slow", "{}", "Prefer", "respond-async");
        assertStatus(202, started);
        String location = started.headers().firstValue("location").orElseThrow();
        assertTrue(operator.get(location).body().contains("\"state\":\"running\""));
        assertStatus(403, viewer.postJson(location + "/stop", ""));
        assertStatus(200, operator.postJson(location + "/stop", ""));
        long until = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!operator.get(location).body().contains("\"state\":\"stopped\"") && System.nanoTime() < until) {
            Thread.sleep(20);
        }
        assertTrue(operator.get(location).body().contains("\"state\":\"stopped\""), operator.get(location).body());
        assertTrue(viewer.get("/api/v1/tasks?limit=200").body().contains(location.substring(location.lastIndexOf('/') + 1)));
    }

    private static List<String> lines(InputStream in, int max) throws IOException {
        List<String> lines = new ArrayList<>();
        BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        String line;
        while (lines.size() < max && (line = reader.readLine()) != null) {
            lines.add(line);
        }
        return lines;
    }

    @Test
    void itemsComeAsEvents() throws Exception {
        HttpResponse<InputStream> response = viewer.stream(viewer.request("/api/v1/operations/test/count?items=3"));
        assertEquals(200, response.statusCode());
        assertEquals("text/event-stream", response.headers().firstValue("content-type").orElse(""));
        String text = String.join("\n", lines(response.body(), 1000));
        assertTrue(text.contains("event: item\ndata: {\"number\":1,\"name\":\"<b>item 1</b>\"}"), text);
        assertTrue(text.contains("{\"number\":3"), text);
        assertTrue(text.contains("event: ended\ndata: {\"state\":\"done\""), text);
    }

    @Test
    void aStreamEndsWhenItsReaderLeaves() throws Exception {
        int before = house.counting.stopped.get();
        try (InputStream in = viewer.stream(viewer.request("/api/v1/operations/test/count?items=0&pauseMillis=5")).body()) {
            assertTrue(lines(in, 20).size() == 20);
        }
        long until = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (house.counting.stopped.get() == before && System.nanoTime() < until) {
            Thread.sleep(20);
        }
        assertEquals(before + 1, house.counting.stopped.get());
    }

    @Test
    void aQuietStreamEndsToo() throws Exception {
        int before = house.quiet.stopped.get();
        try (InputStream in = viewer.stream(viewer.request("/api/v1/operations/test/quiet")).body()) {
            assertEquals(":", lines(in, 1).getFirst().strip());
        }
        long until = System.nanoTime() + Duration.ofSeconds(40).toNanos();
        while (house.quiet.stopped.get() == before && System.nanoTime() < until) {
            Thread.sleep(50);
        }
        assertEquals(before + 1, house.quiet.stopped.get(), "within a heartbeat or two");
    }

    @Test
    void bytesAreAFile() {
        HttpResponse<String> response = viewer.get("/api/v1/operations/test/download?items=2");
        assertStatus(200, response);
        assertEquals("line 1\nline 2\n", response.body());
        assertEquals("attachment; filename=\"test-download.txt\"", response.headers().firstValue("content-disposition").orElse(""));
        assertStatus(500, viewer.get("/api/v1/operations/test/download?items=99"));
    }

    @Test
    void eventsOfATaskGoOnWhereTheReaderWas() throws Exception {
        HttpResponse<String> started = operator.postJson("/api/v1/operations/test/slow", "{}", "Prefer", "respond-async");
        String location = started.headers().firstValue("location").orElseThrow();
        try (InputStream in = operator.stream(operator.request(location + "/events")).body()) {
            String text = String.join("\n", lines(in, 9));
            assertTrue(text.contains("id: 1\nevent: step\ndata: {\"name\":\"wait\""), text);
            assertTrue(text.contains("id: 2\nevent: log\n"), text);
            assertTrue(text.contains("\\u001B[31mred"), "control characters are escaped: " + text);
        }
        try (InputStream in = operator.stream(operator.request(location + "/events").header("Last-Event-ID", "1")).body()) {
            String text = String.join("\n", lines(in, 5));
            assertFalse(text.contains("event: step"), text);
            assertTrue(text.contains("id: 2\nevent: log"), text);
        }
        operator.postJson(location + "/stop", "");
    }

    @Test
    void theListSaysWhatWorksHere() {
        HttpResponse<String> list = viewer.get("/api/v1/operations");
        assertStatus(200, list);
        assertTrue(list.body().contains("{\"name\":\"test greet\",\"path\":\"/api/v1/operations/test/greet\",\"summary\":\"Test: test greet\","
            + "\"effect\":\"reads\",\"role\":\"viewer\",\"available\":true"), list.body());
    }
}
