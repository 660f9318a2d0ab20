package dev.anole.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.anole.console.store.AuditEvent;
import dev.anole.operation.OperationException;
import dev.anole.operation.Role;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The audit log as programs and people read it, and what they see of a row that somebody has changed. */
class AuditTest {
    @TempDir
    Path directory;
    private final Turned clock = new Turned();
    private House house;
    private Browser admin;

    /** Days go by between the entries. */
    private static final class Turned extends Clock {
        private volatile Instant now = Instant.parse("2026-03-01T10:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public java.time.ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }
    }

    @BeforeEach
    void start() {
        house = new House(directory, clock, java.util.function.UnaryOperator.identity());
        for (int i = 0; i < 6; i++) {
            write("vera", i % 2 == 0 ? AuditEvent.Kind.SETTING : AuditEvent.Kind.LOGIN, "thing-" + i);
            clock.now = clock.now.plus(Duration.ofDays(1));
        }
        write("Otto's program", AuditEvent.Kind.SETTING, "thing-6");
        admin = house.admin();
    }

    @AfterEach
    void stop() {
        admin.close();
        house.close();
    }

    private void write(String actor, AuditEvent.Kind kind, String subject) {
        house.console.records().audit().append(new AuditEvent(kind, actor, "api", "10.0.0.7", subject, "done", "{\"n\":1}"));
    }

    private List<String> subjects(String query) {
        JsonArray entries = new JsonObject(admin.get("/api/v1/audit?" + query).body()).getJsonArray("entries");
        return entries.stream().map(e -> ((JsonObject) e).getString("subject")).filter(s -> s.startsWith("thing-")).toList();
    }

    @Test
    void entriesAreFoundByTextActorActionAndTime() {
        assertEquals(List.of("thing-3"), subjects("q=ING-3"));
        assertEquals(List.of("thing-6"), subjects("actor=Otto%27s%20program"));
        assertEquals(List.of(), subjects("actor=ver"), "an actor is a whole name");
        assertEquals(List.of("thing-5", "thing-3", "thing-1"), subjects("kind=login&actor=vera"));
        assertEquals(List.of("thing-3", "thing-2"), subjects("from=2026-03-03T00:00:00Z&to=2026-03-05T00:00:00Z"));
        assertEquals(List.of("thing-2"), subjects("kind=setting&q=vera&from=2026-03-02T00:00:00Z&to=2026-03-05T00:00:00Z"));
        JsonObject entry = new JsonObject(admin.get("/api/v1/audit?q=thing-6").body()).getJsonArray("entries").getJsonObject(0);
        assertEquals("{\"n\":1}", entry.getString("detail"));
        assertEquals("10.0.0.7", entry.getString("remote"));
        for (String wrong : List.of("kind=nonsense", "from=yesterday", "before=x", "limit=0")) {
            assertEquals(400, admin.get("/api/v1/audit?" + wrong).statusCode(), wrong);
        }
    }

    @Test
    void pagesFollowEachOtherWithoutGapOrRepetition() {
        List<String> seen = new java.util.ArrayList<>();
        String next = "";
        for (int pages = 0; pages < 20; pages++) {
            JsonObject page = new JsonObject(admin.get("/api/v1/audit?limit=2" + next).body());
            page.getJsonArray("entries").forEach(e -> seen.add(((JsonObject) e).getLong("seq").toString()));
            if (!page.containsKey("before")) {
                break;
            }
            next = "&before=" + page.getLong("before");
        }
        assertEquals(java.util.stream.LongStream.rangeClosed(1, house.console.records().audit().rows()).mapToObj(n -> Long.toString(n)).toList(), seen.reversed());
    }

    @Test
    void onlyAdministratorsReadItThroughTheApi() {
        try (Browser viewer = new Browser(house.console.address())) {
            var person = house.console.records().people().add("wim", Role.OPERATOR, clock.instant());
            viewer.comeIn(house.console.address().resolve("/login?token=" + house.console.records().links().make(person, clock.instant()).reveal()));
            assertEquals(403, viewer.get("/api/v1/audit").statusCode());
            assertEquals(403, viewer.get("/api/v1/audit/chain").statusCode());
        }
    }

    @Test
    void thePageTakesTheSameFilters() {
        String page = admin.getPage("/audit?actor=vera&kind=setting&from=2026-03-03&to=2026-03-04").body();
        assertTrue(page.contains("thing-2") && !page.contains("thing-3") && !page.contains("thing-4") && !page.contains("thing-0"), page);
        assertTrue(page.contains("name=\"from\" value=\"2026-03-03\"") && page.contains("value=\"vera\" selected"), page);
        assertTrue(admin.getPage("/audit?from=nonsense&to=99999-01-01").body().contains("thing-0"), "what is no day is no filter");
    }

    @Test
    void aRowThatWasChangedIsNamedByEveryDoor() {
        assertTrue(admin.get("/api/v1/audit/chain").body().contains("\"whole\":true"));
        assertTrue(admin.getPage("/audit?verify=1").body().contains("The chain is whole"));
        AuditChain before = AuditChain.verify(directory.resolve("console"), House.configured(java.util.Map.of()), clock);
        assertTrue(before.brokenAt().isEmpty() && before.head().length() == 64, before.toString());

        house.console.records().store().write(c -> {
            try (Statement s = c.createStatement()) {
                s.execute("DROP TRIGGER audit_no_update");
                return s.executeUpdate("UPDATE audit SET outcome = 'never happened' WHERE subject = 'thing-2'");
            }
        });
        long seq = 4;   // the console's start is the first
        JsonObject chain = new JsonObject(admin.get("/api/v1/audit/chain").body());
        assertEquals(seq, chain.getLong("brokenAt"), chain.toString());
        assertEquals("row 4 is not what was written", chain.getString("why"));
        assertFalse(chain.getBoolean("whole"));
        String page = admin.getPage("/audit?verify=1").body();
        assertTrue(page.contains("The chain is broken at entry 4: row 4 is not what was written."), page);
        AuditChain after = AuditChain.verify(directory.resolve("console"), House.configured(java.util.Map.of()), clock);
        assertEquals(seq, after.brokenAt().orElseThrow());
        assertEquals(3, after.entries());
        assertThrows(OperationException.class, () -> AuditChain.verify(directory.resolve("elsewhere"), House.configured(java.util.Map.of()), clock));
    }
}
