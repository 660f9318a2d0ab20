package dev.anole.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.anole.console.gate.Attempts;
import dev.anole.console.http.Listener;
import dev.anole.console.http.Sender;
import dev.anole.console.store.AuditEvent;
import dev.anole.console.store.AuditLog;
import dev.anole.console.store.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody with bad intentions, or with bad luck, sends. */
class HostileTest {
    @TempDir
    static Path directory;
    private static House house;
    private static Browser admin;

    @BeforeAll
    static void start() {
        house = new House(directory);
        admin = house.admin();
    }

    @AfterAll
    static void stop() {
        admin.close();
        house.close();
    }

    /** What a server answers to bytes, up to its closing the connection or a second of silence. */
    private static String raw(byte[] sent) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", house.console.address().getPort())) {
            socket.setSoTimeout(1_000);
            OutputStream out = socket.getOutputStream();
            out.write(sent);
            out.flush();
            try {
                return new String(socket.getInputStream().readNBytes(4096), StandardCharsets.ISO_8859_1);
            } catch (java.net.SocketTimeoutException | SocketException e) {
                return "";
            }
        }
    }

    private static String cookie() {
        return admin.cookies().entrySet().iterator().next().toString();
    }

    @Test
    void pathsDoNotLeaveTheirDirectory() throws IOException {
        for (String path : List.of("/static/../../../../etc/passwd", "/static/..%2f..%2fetc%2fpasswd", "/static/%2e%2e/%2e%2e/etc/passwd",
                "/static/..;/x", "/static/style.css%00", "/static/style.css/", "//etc/passwd", "/static/\\..\\x", "/static/Style.css",
                "/static/page/Html.class", "/static/.css", "/static/%252e%252e/x", "/./static/./..", "/tasks/t-000000000000%0d%0aSet-Cookie:x=y")) {
            String answer = raw(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nCookie: " + cookie() + "\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1));
            assertTrue(answer.startsWith("HTTP/1.1 4") || answer.startsWith("HTTP/1.1 303"), path + " " + answer.lines().findFirst().orElse(""));
            assertFalse(answer.contains("root:") || answer.contains("Set-Cookie: x=y"), answer);
        }
    }

    @Test
    void nonsenseIsRefusedAndTheNextOneServed() throws IOException {
        long seed = System.nanoTime();
        System.out.println("nonsenseIsRefusedAndTheNextOneServed: seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 40; i++) {
            byte[] noise = new byte[1 + random.nextInt(3000)];
            random.nextBytes(noise);
            raw(noise);
        }
        for (String head : List.of("GET / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "GET / HTTP/9.9\r\nHost: localhost\r\n\r\n",
                "GET /" + "x".repeat(Listener.HEAD_BYTES_MAX) + " HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /x HTTP/1.1\r\n\r\n",
                "POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: localhost\r\nCookie: " + "a=b; ".repeat(2000) + "\r\n\r\n")) {
            String answer = raw(head.getBytes(StandardCharsets.ISO_8859_1));
            assertTrue(answer.isEmpty() || answer.startsWith("HTTP/1.1 4") || answer.startsWith("HTTP/1.1 5"), answer.lines().findFirst().orElse(""));
        }
        assertEquals(200, admin.get("/api/v1/tasks").statusCode());
    }

    @Test
    void hostileInputsAreOneLineOfRefusal() {
        for (String json : List.of("{\"whom\":\"" + "\\u0000".repeat(3) + "\"}", "[".repeat(5000), "{\"a\":".repeat(500), "{\"times\":1e999}",
                "{\"times\":" + "9".repeat(500) + "}", "{\"whom\":\"\\ud800\"}", "{\"whom\":\"a\",\"whom\":\"b\"}", "nul", "{}{}", "\u0000")) {
            HttpResponse<String> response = admin.postJson("/api/v1/operations/test/greet", json);
            assertTrue(response.statusCode() == 200 || response.statusCode() == 400, json.substring(0, Math.min(40, json.length())) + " " + response.statusCode() + response.body());
            assertFalse(response.body().contains("Exception"), response.body());
        }
        for (String path : List.of("/tasks?before=-1", "/tasks?before=99999999999999999999", "/audit?before=x&kind=%27%3B--", "/audit?q=%25_%21%27%22%3Cscript%3E",
                "/operations?q=%3Cscript%3Ealert(1)%3C/script%3E", "/operations/test/greet?whom=%22%3E%3Cscript%3Ealert(1)%3C/script%3E&times=x", "/find?q=%3Cimg%20src=x%3E",
                "/settings?x=" + "y".repeat(2000))) {
            HttpResponse<String> page = admin.getPage(path);
            assertTrue(page.statusCode() == 200 || page.statusCode() == 400, path + " " + page.statusCode());
            assertFalse(page.body().contains("<script>alert") || page.body().contains("<img src=x"), path);
        }
    }

    @Test
    void hostTextIsHarmlessOnPages() {
        String location = admin.postJson("/api/v1/operations/test/slow", "{}", "Prefer", "respond-async").headers().firstValue("location").orElseThrow();
        HttpResponse<String> page = admin.getPage(location.replace("/api/v1", ""));
        assertEquals(200, page.statusCode());
        assertFalse(page.body().contains("<script>alert(1)") || page.body().contains("\u001b"), page.body());
        admin.postJson(location + "/stop", "");
    }

    @Test
    void aWayBackLeadsToThisConsoleOnly() {
        for (String back : List.of("https://evil.example/", "//evil.example", "/\\evil.example", "/x\r\nSet-Cookie: a=b", "javascript:alert(1)", "")) {
            HttpResponse<String> response = admin.postForm("/preferences", "language", "zh", "back", back);
            assertEquals("/", response.headers().firstValue("location").orElse(""), back);
        }
        assertEquals("/tasks?before=1", admin.postForm("/preferences", "language", "en", "back", "/tasks?before=1").headers().firstValue("location").orElse(""));
    }

    @Test
    void whoFailsTooOftenWaitsAndIsForgottenInTheEnd() {
        AtomicLong nanos = new AtomicLong();
        Attempts attempts = new Attempts(nanos::get);
        for (int i = 0; i < Attempts.PER_ADDRESS_MAX; i++) {
            assertEquals(0, attempts.secondsToWait("1.2.3.4"));
            attempts.failed("1.2.3.4");
        }
        assertTrue(attempts.secondsToWait("1.2.3.4") > 0);
        assertEquals(0, attempts.secondsToWait("5.6.7.8"));
        nanos.addAndGet(Attempts.REFILL.toNanos());
        assertEquals(0, attempts.secondsToWait("1.2.3.4"));
        for (int i = 0; i < 5_000; i++) {
            attempts.failed("10.0." + i / 256 + "." + i % 256);
        }
        assertTrue(attempts.secondsToWait("9.9.9.9") > 0, "all together have an allowance too");
        assertTrue(attempts.remembered() <= Attempts.ADDRESSES_MAX);
    }

    @Test
    void tryingTokensIsSlowedDownAndWrittenDown() {
        Path own = directory.resolve("own");
        try (House attacked = new House(own); Browser guesser = new Browser(attacked.console.address())) {
            int status = 0;
            int tried = 0;
            while (status != 429 && tried++ < Attempts.PER_ADDRESS_MAX + 3) {   // the allowance refills while this runs
                status = guesser.send(guesser.form("/login", "token", "D".repeat(43))).statusCode();
            }
            assertEquals(429, status);
            assertTrue(tried > Attempts.PER_ADDRESS_MAX, "tried " + tried);
            HttpResponse<String> api = guesser.send(guesser.request("/api/v1/tasks").header("Authorization", "Bearer an_" + "D".repeat(43)));
            assertEquals(429, api.statusCode());
            assertTrue(api.headers().firstValue("retry-after").isPresent());
            try (Browser other = attacked.admin()) {   // from the same address, with a right key
                assertEquals(200, other.send(other.request("/api/v1/tasks")).statusCode());
            }
            assertEquals(tried - 1, attacked.console.records().audit()
                .page(Long.MAX_VALUE, 100, AuditLog.Filter.of(AuditEvent.Kind.LOGIN_REFUSED)).size());
        }
    }

    @Test
    void aFullDiskRefusesWhatWritesAndShowsWhatIsThere() {
        Path own = directory.resolve("full");
        try (House full = new House(own); Browser browser = full.admin()) {
            browser.postJson("/api/v1/operations/test/greet", "{}");
            full.console.records().store().write(c -> {
                try (Statement s = c.createStatement(); var rows = s.executeQuery("PRAGMA page_count")) {
                    long pages = rows.getLong(1);
                    s.execute("PRAGMA max_page_count = " + pages);
                    return true;
                }
            });
            try {
                for (int i = 0; i < 50; i++) {
                    new Settings(full.console.records().store()).set("fill " + i, "x".repeat(4000));
                }
            } catch (dev.anole.console.store.StoreException e) {
                assertEquals(dev.anole.console.store.StoreException.Reason.FULL, e.reason());
            }
            HttpResponse<String> refused = browser.postForm("/settings/tokens", "name", "x".repeat(60), "role", "viewer", "days", "1");
            for (int i = 0; i < 100 && refused.statusCode() == 200; i++) {   // the last page may have room for a few
                refused = browser.postForm("/settings/tokens", "name", "x".repeat(60), "role", "viewer", "days", "1");
            }
            assertEquals(507, refused.statusCode(), refused.body());
            assertTrue(refused.body().contains("no room to write"), refused.body());
            for (String path : List.of("/tasks", "/audit", "/settings", "/operations")) {
                assertEquals(200, browser.getPage(path).statusCode(), path);
            }
        }
    }

    @Test
    void theReferrerPolicyLetsOurOwnFormsShowTheirOrigin() {
        HttpResponse<String> page = admin.getPage("/tasks");
        assertEquals("same-origin", page.headers().firstValue("referrer-policy").orElse(""));
        assertTrue(Sender.POLICY.contains("frame-ancestors 'none'"));
        try (InputStream in = HostileTest.class.getResourceAsStream("/dev/anole/console/static/style.css")) {
            assertTrue(in != null, "assets lie where they are looked for");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
