package dev.anole.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.anole.console.store.AuditEvent;
import dev.anole.console.store.AuditLog;
import dev.anole.console.store.Person;
import dev.anole.operation.Role;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person does on pages, without a script. */
class PagesTest {
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

    private static List<AuditEvent> audit(AuditEvent.Kind kind) {
        return house.console.records().audit().page(Long.MAX_VALUE, 100, AuditLog.Filter.of(kind)).stream().map(e -> e.event()).toList();
    }

    @Test
    void pagesCarryTheSessionsOwnCsrfToken() {
        String page = admin.getPage("/operations/test/greet").body();
        assertEquals(admin.csrf(), Browser.find("name=\"_csrf\" value=\"([^\"]+)\"", page));
    }

    @Test
    void aFormRunsItsOperationAndLeadsToTheTask() {
        HttpResponse<String> run = admin.postForm("/operations/test/greet", "whom", "form", "times", "1", "_mode", "run");
        assertEquals(303, run.statusCode(), run.body());
        String location = run.headers().firstValue("location").orElseThrow();
        String page = admin.getPage(location).body();
        assertTrue(page.contains("hello form"), page);
        assertTrue(admin.getPage("/tasks").body().contains(location));
    }

    @Test
    void readsOfProgramsDoNotCrowdTheTasksUntilTheyAreAskedFor() {
        Person person = house.console.records().people().byName("admin").orElseThrow();
        String token = house.console.records().tokens().make(person, "scraper", Role.VIEWER, Duration.ofDays(1), Instant.now()).secret().reveal();
        String task;
        try (Browser program = Browser.withToken(house.console.address(), token)) {
            task = program.get("/api/v1/operations/test/greet?whom=scraper").headers().firstValue("anole-task").orElseThrow();
        }
        assertFalse(admin.getPage("/tasks").body().contains(task));
        String reads = admin.getPage("/tasks?show=reads").body();
        assertTrue(reads.contains(task) && reads.contains("href=\"/tasks?show=reads\" aria-current=\"true\""), reads);
        assertTrue(admin.getPage("/tasks?show=all").body().contains(task));
    }

    @Test
    void theListThatTheScriptAsksForAnewIsNoWholePage() {
        admin.postForm("/operations/test/greet", "whom", "part", "times", "1", "_mode", "run");
        String part = admin.getPage("/tasks?part=list").body();
        assertTrue(part.startsWith("<section") && !part.contains("<nav") && !part.contains("<html"), part);
        assertTrue(part.contains("test greet"), part);
    }

    @Test
    void aScriptGetsTheTaskAlone() {
        HttpResponse<String> part = admin.send(admin.form("/operations/test/greet", "whom", "part", "csrf", admin.csrf()).header("HX-Request", "true"));
        assertEquals(200, part.statusCode());
        assertTrue(part.body().startsWith("<section id=\"task\"") && part.body().contains("hello part"), part.body());
        HttpResponse<String> refused = admin.send(admin.form("/operations/test/greet", "times", "77", "csrf", admin.csrf()).header("HX-Request", "true"));
        assertEquals(200, refused.statusCode());
        assertTrue(refused.body().contains("77 is not 1 to 5 times"), refused.body());
    }

    @Test
    void aWrongInputIsShownWithWhatWasTyped() {
        HttpResponse<String> page = admin.postForm("/operations/test/greet", "whom", "typed before", "times", "77");
        assertEquals(400, page.statusCode());
        assertTrue(page.body().contains("typed before") && page.body().contains("77 is not 1 to 5 times"), page.body());
    }

    @Test
    void aSecretThatWasTypedIsNotShownAgain() {
        HttpResponse<String> page = admin.postForm("/operations/test/secret", "user", "", "password", "hunter2hunter2", "nonsense", "x");
        assertEquals(400, page.statusCode());
        assertFalse(page.body().contains("hunter2"), page.body());
    }

    @Test
    void aPreviewChangesNothing() {
        String before = house.change.value.get();
        HttpResponse<String> page = admin.postForm("/operations/test/change", "value", "shown only", "_mode", "preview");
        assertEquals(200, page.statusCode());
        assertTrue(page.body().contains("shown only"), page.body());
        assertEquals(before, house.change.value.get());
    }

    @Test
    void whatDisruptsNeedsTheHostsName() {
        int before = house.disrupt.done.get();
        assertEquals(428, admin.postForm("/operations/test/disrupt", "_confirm", "wrong").statusCode());
        assertEquals(before, house.disrupt.done.get());
        assertEquals(303, admin.postForm("/operations/test/disrupt", "_confirm", House.HOST).statusCode());
        assertEquals(before + 1, house.disrupt.done.get());
    }

    @Test
    void linesOfATextKeepTheirEnds() {
        admin.postForm("/operations/test/change", "value", "one\r\ntwo\r\n");
        assertEquals("one\ntwo\n", house.change.value.get());
    }

    @Test
    void aTokenIsShownOnceAndWorksUntilItIsRevoked() {
        HttpResponse<String> made = admin.postForm("/settings/tokens", "name", "robot", "role", "operator", "days", "3");
        assertEquals(200, made.statusCode(), made.body());
        String token = Browser.find("(an_[A-Za-z0-9_-]{43})", made.body());
        assertFalse(admin.getPage("/settings").body().contains(token));
        try (Browser program = Browser.withToken(house.console.address(), token)) {
            assertEquals(200, program.postJson("/api/v1/operations/test/change", "{\"value\":\"robot\"}").statusCode());
            String id = house.console.records().tokens().all(Instant.now()).stream().filter(t -> t.name().equals("robot")).findFirst().orElseThrow().id();
            assertEquals(303, admin.postForm("/settings/tokens/" + id + "/revoke").statusCode());
            assertEquals(401, program.get("/api/v1/tasks").statusCode());
        }
        assertTrue(audit(AuditEvent.Kind.TOKEN_MADE).stream().anyMatch(e -> e.subject().equals("robot") && !e.toString().contains(token)));
        assertTrue(audit(AuditEvent.Kind.TOKEN_REVOKED).stream().anyMatch(e -> e.subject().equals("robot")));
    }

    @Test
    void aPersonIsLetInWithTheRoleTheyWereGiven() {
        HttpResponse<String> added = admin.postForm("/settings/people", "name", "vera", "role", "viewer");
        assertEquals(200, added.statusCode(), added.body());
        String link = Browser.find("(http://[^\"<]*/login\\?token=[A-Za-z0-9_-]{43})", added.body());
        try (Browser vera = new Browser(house.console.address())) {
            assertEquals(303, vera.comeIn(java.net.URI.create(link)).statusCode());
            assertEquals(403, vera.postForm("/settings/people", "name", "mallory", "role", "admin").statusCode());
            assertEquals(400, vera.postForm("/settings/tokens", "name", "more", "role", "admin", "days", "1").statusCode());
            HttpResponse<String> refused = vera.postForm("/operations/test/change", "value", "by vera");
            assertEquals(403, refused.statusCode());
            assertFalse(house.change.value.get().equals("by vera"));
            String id = house.console.records().people().byName("vera").orElseThrow().id();
            assertEquals(303, admin.postForm("/settings/people/" + id, "act", "disable").statusCode());
            assertEquals(401, vera.get("/api/v1/tasks").statusCode());
        }
        String self = house.console.records().people().byName("admin").orElseThrow().id();
        assertEquals(400, admin.postForm("/settings/people/" + self, "role", "viewer").statusCode(), "somebody stays administrator");
    }

    @Test
    void everythingStandsInTheAuditLogAndItsChainIsWhole() throws Exception {
        admin.postForm("/operations/test/change", "value", "audited");
        admin.get("/api/v1/tasks");   // takes what the agent has told
        assertTrue(audit(AuditEvent.Kind.CHANGE).stream().anyMatch(e -> e.subject().equals("test change") && e.actor().equals("admin")
            && e.door().equals("console") && e.detail().contains("audited")), audit(AuditEvent.Kind.CHANGE).toString());
        assertTrue(audit(AuditEvent.Kind.LOGIN).stream().anyMatch(e -> e.actor().equals("admin") && e.remote().equals("127.0.0.1")));
        admin.send(admin.form("/logout", "csrf", "wrong"));
        assertTrue(audit(AuditEvent.Kind.REFUSED).stream().anyMatch(e -> e.subject().equals("POST /logout")));
        HttpResponse<String> page = admin.getPage("/audit");
        assertEquals(200, page.statusCode());
        assertTrue(page.body().contains("test change"), page.body());
        assertTrue(admin.getPage("/audit?kind=login").body().contains("/login"));
        assertTrue(house.console.records().audit().verify() instanceof dev.anole.console.store.AuditLog.Chain.Whole);
    }

    @Test
    void theAuditPageShowsWhatHasJustHappened() {
        String before = admin.getPage("/audit").body();
        assertFalse(before.contains("test change"), before);
        admin.postForm("/operations/test/change", "value", "just now");
        assertTrue(admin.getPage("/audit").body().contains("test change"));
    }

    @Test
    void pagesSpeakTheLanguageThatIsAskedFor() {
        HttpResponse<String> chinese = admin.send(admin.request("/tasks").header("Accept", "text/html").header("Accept-Language", "zh-CN"));
        assertTrue(chinese.body().contains("<html lang=\"zh\"") && chinese.body().contains("任务"), chinese.body().substring(0, 200));
        HttpResponse<String> english = admin.send(admin.request("/tasks").header("Accept", "text/html").header("Accept-Language", "fr, en;q=0.5"));
        assertTrue(english.body().contains("<html lang=\"en\""));
    }

    @Test
    void assetsAreKeptByTheirContent() {
        String page = admin.getPage("/tasks").body();
        String style = Browser.find("(/static/style\\.css\\?v=[^\"]+)", page).replace("&amp;", "&");
        HttpResponse<String> first = admin.get(style);
        assertEquals(200, first.statusCode());
        assertTrue(first.headers().firstValue("cache-control").orElse("").contains("immutable"));
        String tag = first.headers().firstValue("etag").orElseThrow();
        assertEquals(304, admin.send(admin.request(style).header("If-None-Match", tag)).statusCode());
        HttpResponse<String> packed = admin.send(admin.request(style).header("Accept-Encoding", "gzip"));
        assertEquals("gzip", packed.headers().firstValue("content-encoding").orElse(""));
        assertEquals(200, admin.get("/static/htmx.min.js").statusCode());
    }

    @Test
    void anOperationOfAViewerNeedsNoMoreThanThat() {
        try (Browser viewer = new Browser(house.console.address())) {
            var person = house.console.records().people().add("only-looks", Role.VIEWER, Instant.now());
            viewer.comeIn(house.console.address().resolve("/login?token=" + house.console.records().links().make(person, Instant.now()).reveal()));
            assertEquals(303, viewer.postForm("/operations/test/greet", "whom", "me").statusCode());
            assertEquals(405, viewer.send(viewer.request("/tasks").method("DELETE", HttpRequest.BodyPublishers.noBody())).statusCode());
        }
    }
}
