package dev.anole.console.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.anole.operation.Actor;
import dev.anole.operation.Door;
import dev.anole.operation.Effect;
import dev.anole.operation.OperationName;
import dev.anole.operation.Role;
import dev.anole.operation.TaskId;
import dev.anole.operation.TaskState;
import dev.anole.operation.TaskSummary;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.stream.Stream;
import java.util.stream.Collectors;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a store does on every engine. */
abstract class StoreContract {
    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    /** An empty store. */
    abstract Store store();

    private static Duration hours(int n) {
        return Duration.ofHours(n);
    }

    @Test
    void aLoginLinkIsGoodOnceAndForAQuarterOfAnHour() {
        Store store = store();
        Person admin = new People(store).first(NOW);
        LoginLinks links = new LoginLinks(store);
        Token token = links.make(admin, NOW);
        assertEquals(Optional.of(admin), links.use(token, NOW.plusSeconds(899)));
        assertEquals(Optional.empty(), links.use(token, NOW.plusSeconds(899)));
        Token late = links.make(admin, NOW);
        assertEquals(Optional.empty(), links.use(late, NOW.plus(LoginLinks.LIFETIME)));
        Token back = links.make(admin, NOW);
        assertEquals(Optional.empty(), links.use(back, NOW.minus(Duration.ofDays(1))), "a clock set back must not lengthen its life");
        assertEquals(Optional.empty(), links.use(Token.random(), NOW));
    }

    @Test
    void linksThatWaitAreBounded() {
        Store store = store();
        Person admin = new People(store).first(NOW);
        LoginLinks links = new LoginLinks(store);
        for (int i = 0; i < LoginLinks.WAITING_MAX + 20; i++) {
            links.make(admin, NOW.plusMillis(i));
        }
        assertEquals(LoginLinks.WAITING_MAX, store.<Long>read(c -> People.count(c, "SELECT COUNT(*) FROM login_links")));
    }

    @Test
    void theStoreHoldsNoTokenInTheClear() {
        Store store = store();
        Person admin = new People(store).first(NOW);
        Token link = new LoginLinks(store).make(admin, NOW);
        Token session = new Sessions(store, hours(12), hours(48)).begin(admin, "browser", NOW);
        Token api = new ApiTokens(store).make(admin, "ci", Role.VIEWER, Duration.ofDays(1), NOW).secret();
        for (String table : List.of("login_links", "sessions", "api_tokens")) {
            String all = store.read(c -> {
                try (Statement s = c.createStatement(); var rows = s.executeQuery("SELECT * FROM " + table)) {
                    StringBuilder text = new StringBuilder();
                    while (rows.next()) {
                        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                            text.append(rows.getString(i)).append('\n');
                        }
                    }
                    return text.toString();
                }
            });
            assertFalse(all.isEmpty());
            for (Token token : List.of(link, session, api)) {
                assertFalse(all.contains(token.reveal()), table);
            }
        }
    }

    @Test
    void aSessionEndsAfterIdlenessAndAfterItsLength() {
        Store store = store();
        Person admin = new People(store).first(NOW);
        Sessions sessions = new Sessions(store, hours(1), hours(3));
        Token token = sessions.begin(admin, "x".repeat(500), NOW);
        assertTrue(sessions.find(token, NOW.plus(Duration.ofMinutes(59))).isPresent());
        assertTrue(sessions.find(token, NOW.plus(Duration.ofMinutes(118))).isPresent(), "its use is remembered");
        assertTrue(sessions.find(token, NOW.plus(Duration.ofMinutes(177))).isPresent());
        assertFalse(sessions.find(token, NOW.plus(hours(3))).isPresent(), "however busy");
        Token idle = sessions.begin(admin, "", NOW);
        assertFalse(sessions.find(idle, NOW.plus(hours(1))).isPresent());
        Token jump = sessions.begin(admin, "", NOW);
        assertFalse(sessions.find(jump, NOW.minus(Duration.ofDays(30))).isPresent(), "a clock set far back ends sessions");
    }

    @Test
    void aPersonHasABoundedNumberOfSessions() {
        Store store = store();
        Person admin = new People(store).first(NOW);
        Sessions sessions = new Sessions(store, hours(1), hours(3));
        Token first = sessions.begin(admin, "", NOW);
        for (int i = 1; i <= Sessions.PER_PERSON_MAX; i++) {
            sessions.begin(admin, "", NOW.plusSeconds(i));
        }
        assertEquals(Sessions.PER_PERSON_MAX, sessions.of(admin, NOW.plusSeconds(60)).size());
        assertFalse(sessions.find(first, NOW.plusSeconds(60)).isPresent());
    }

    @Test
    void whoIsDisabledIsOutAtOnceWithTheirTokens() {
        Store store = store();
        People people = new People(store);
        people.first(NOW);
        Person ops = people.add("ops", Role.OPERATOR, NOW);
        Sessions sessions = new Sessions(store, hours(1), hours(3));
        ApiTokens tokens = new ApiTokens(store);
        Token session = sessions.begin(ops, "", NOW);
        ApiTokens.Made token = tokens.make(ops, "ci", Role.OPERATOR, Duration.ofDays(1), NOW);
        people.change(ops, Role.VIEWER, true, NOW);
        assertFalse(sessions.find(session, NOW).isPresent(), "a session does not go on with the role of before");
        assertEquals(Role.VIEWER, tokens.find(token.secret(), NOW).orElseThrow().effective());
        people.change(ops, Role.VIEWER, false, NOW);
        assertFalse(tokens.find(token.secret(), NOW).isPresent());
    }

    @Test
    void somebodyStaysAdministrator() {
        Store store = store();
        People people = new People(store);
        Person admin = people.first(NOW);
        assertThrows(IllegalArgumentException.class, () -> people.change(admin, Role.OPERATOR, true, NOW));
        assertThrows(IllegalArgumentException.class, () -> people.change(admin, Role.ADMIN, false, NOW));
        assertEquals(Role.ADMIN, people.byId(admin.id()).orElseThrow().role());
        assertThrows(IllegalArgumentException.class, () -> people.add("admin", Role.VIEWER, NOW));
        assertThrows(IllegalArgumentException.class, () -> people.add("a\nb", Role.VIEWER, NOW));
    }

    @Test
    void aTokenNeverHasMoreThanItsPerson() {
        Store store = store();
        Person viewer = new People(store).add("viewer", Role.VIEWER, NOW);
        ApiTokens tokens = new ApiTokens(store);
        assertThrows(IllegalArgumentException.class, () -> tokens.make(viewer, "x", Role.ADMIN, Duration.ofDays(1), NOW));
        assertThrows(IllegalArgumentException.class, () -> tokens.make(viewer, "x", Role.VIEWER, Duration.ofDays(9999), NOW));
        ApiTokens.Made made = tokens.make(viewer, "x", Role.VIEWER, Duration.ofDays(1), NOW);
        assertTrue(tokens.find(made.secret(), NOW).isPresent());
        assertFalse(tokens.find(made.secret(), NOW.plus(Duration.ofDays(1))).isPresent());
        assertTrue(tokens.revoke(made.token().id()));
        assertFalse(tokens.find(made.secret(), NOW).isPresent());
    }

    private static AuditEvent event(String subject) {
        return new AuditEvent(AuditEvent.Kind.REFUSED, "somebody", "api", "127.0.0.1", subject, "403", "{}");
    }

    @Test
    void theChainIsWholeAlsoWithStrangeText() {
        Store store = store();
        AuditLog audit = new AuditLog(store, CLOCK);
        assertEquals(new AuditLog.Chain.Whole(0, AuditEntry.GENESIS, NOW), audit.verify());
        audit.append(event("nul \0, a lone \ud800 surrogate, \u001b[31m, 中文, 🦎"));
        audit.append(event("x".repeat(100_000)));
        AuditEntry last = audit.append(event("'; DROP TABLE audit; --"));
        assertEquals(new AuditLog.Chain.Whole(3, last.hash(), NOW), audit.verify());
        assertEquals(new AuditLog.Chain.Whole(3, last.hash(), NOW), audit.verifyNew());
        List<AuditEntry> page = audit.page(Long.MAX_VALUE, 2, AuditLog.Filter.NONE);
        assertEquals(List.of(3L, 2L), page.stream().map(AuditEntry::seq).toList());
        assertEquals(List.of(1L), audit.page(2, 10, new AuditLog.Filter(Optional.of(AuditEvent.Kind.REFUSED), "somebo", "", Optional.empty(), Optional.empty())).stream().map(AuditEntry::seq).toList());
        assertEquals(List.of(), audit.page(Long.MAX_VALUE, 10, AuditLog.Filter.of(AuditEvent.Kind.LOGIN)));
    }

    @Test
    void theDatabaseRefusesToChangeTheAuditLog() {
        Store store = store();
        AuditLog audit = new AuditLog(store, CLOCK);
        audit.append(event("a"));
        audit.append(event("b"));
        for (String sql : List.of("UPDATE audit SET actor = 'x' WHERE seq = 1", "DELETE FROM audit WHERE seq = 2", "DELETE FROM audit_head",
                "UPDATE audit_head SET seq = 1")) {
            StoreException e = assertThrows(StoreException.class, () -> store.write(c -> {
                try (Statement s = c.createStatement()) {
                    return s.executeUpdate(sql);
                }
            }), sql);
            assertTrue(e.getMessage().contains("only grows"), e.getMessage());
        }
        assertInstanceOf(AuditLog.Chain.Whole.class, audit.verify());
    }

    /** Does what the triggers refuse, as somebody who owns the file can. */
    abstract void withoutTriggers(Store store, String sql);

    @Test
    void theFirstRowThatWasTamperedWithIsNamed() {
        Store store = store();
        AuditLog audit = new AuditLog(store, CLOCK);
        for (int i = 1; i <= 10; i++) {
            audit.append(event("row " + i));
        }
        withoutTriggers(store, "UPDATE audit SET actor = 'nobody' WHERE seq = 4");
        AuditLog.Chain.Broken changed = assertInstanceOf(AuditLog.Chain.Broken.class, audit.verify());
        assertEquals(4, changed.seq());
        withoutTriggers(store, "DELETE FROM audit WHERE seq = 3");
        assertEquals(3, assertInstanceOf(AuditLog.Chain.Broken.class, audit.verify()).seq());
    }

    @Test
    void aCutEndIsNoticed() {
        Store store = store();
        AuditLog audit = new AuditLog(store, CLOCK);
        for (int i = 1; i <= 5; i++) {
            audit.append(event("row " + i));
        }
        withoutTriggers(store, "DELETE FROM audit WHERE seq > 3");
        AuditLog.Chain.Broken broken = assertInstanceOf(AuditLog.Chain.Broken.class, audit.verify());
        assertEquals(4, broken.seq());
        assertTrue(broken.why().en().contains("5"), broken.why().en());
    }

    @Test
    void manyWritersMakeOneChain() throws Exception {
        Store store = store();
        AuditLog audit = new AuditLog(store, CLOCK);
        AtomicInteger failed = new AtomicInteger();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int t = 0; t < 20; t++) {
                threads.submit(() -> {
                    try {
                        for (int i = 0; i < 10; i++) {
                            audit.append(event("x"));
                        }
                    } catch (RuntimeException e) {
                        failed.incrementAndGet();
                    }
                });
            }
        }
        assertEquals(0, failed.get());
        assertEquals(200, assertInstanceOf(AuditLog.Chain.Whole.class, audit.verify()).rows());
    }

    static TaskSummary task(long sequence, TaskId id, TaskState state, Effect effect) {
        return new TaskSummary(sequence, id, OperationName.of("sysctl set"), "{\"value\":\"\\u0000\"}", new Actor("ops", Role.OPERATOR, Door.CLI),
            effect, state, NOW, state.ended() ? Optional.of(NOW.plusSeconds(1)) : Optional.empty(), Optional.empty(), Optional.empty(),
            Optional.empty());
    }

    @Test
    void aTaskIsAuditedOnceHoweverOftenItIsSeen() {
        Store store = store();
        AuditLog audit = new AuditLog(store, CLOCK);
        SeenTasks seen = new SeenTasks(store, audit);
        TaskId id = TaskId.random();
        seen.take(List.of(task(1, id, TaskState.RUNNING, Effect.CHANGES)));
        seen.take(List.of(task(1, id, TaskState.RUNNING, Effect.CHANGES)));
        seen.take(List.of(task(2, id, TaskState.DONE, Effect.CHANGES)));
        seen.take(List.of(task(2, id, TaskState.DONE, Effect.CHANGES)));
        assertEquals(2, seen.readUpTo());
        assertEquals(List.of(AuditEvent.Kind.CHANGE, AuditEvent.Kind.TASK_STARTED),
            audit.page(Long.MAX_VALUE, 10, AuditLog.Filter.NONE).stream().map(e -> e.event().kind()).toList());
        TaskId quick = TaskId.random();
        seen.take(List.of(task(3, quick, TaskState.FAILED, Effect.READS)));
        assertEquals(List.of(AuditEvent.Kind.TASK_ENDED, AuditEvent.Kind.TASK_STARTED),
            audit.page(Long.MAX_VALUE, 2, AuditLog.Filter.NONE).stream().map(e -> e.event().kind()).toList());
        assertEquals(TaskState.DONE, seen.find(id).orElseThrow().state());
        assertEquals(Set.of(id, quick), new HashSet<>(seen.page(Instant.MAX, 10).stream().map(TaskSummary::id).toList()));
    }

    @Test
    void plainReadsAreToldFromWhatAPersonLooksFor() {
        Store store = store();
        SeenTasks seen = new SeenTasks(store, new AuditLog(store, CLOCK));
        TaskSummary change = task(1, TaskId.random(), TaskState.DONE, Effect.CHANGES);
        TaskSummary read = task(2, TaskId.random(), TaskState.DONE, Effect.READS);
        TaskSummary failed = task(3, TaskId.random(), TaskState.FAILED, Effect.READS);
        TaskSummary running = task(4, TaskId.random(), TaskState.RUNNING, Effect.READS);
        TaskSummary byForm = new TaskSummary(5, TaskId.random(), read.operation(), read.input(), new Actor("ops", Role.OPERATOR, Door.CONSOLE), Effect.READS,
            TaskState.DONE, read.started(), read.ended(), Optional.empty(), Optional.empty(), Optional.empty());
        seen.take(List.of(change, read, failed, running, byForm));
        assertEquals(ids(change, failed, running, byForm), which(seen, SeenTasks.Which.NOTABLE));
        assertEquals(ids(read, failed, running, byForm), which(seen, SeenTasks.Which.READS));
        assertEquals(ids(change, failed), which(seen, SeenTasks.Which.EVENTS));
        assertEquals(ids(change, read, failed, running, byForm), which(seen, SeenTasks.Which.ALL));
    }

    private static Set<TaskId> ids(TaskSummary... tasks) {
        return Stream.of(tasks).map(TaskSummary::id).collect(Collectors.toSet());
    }

    private static Set<TaskId> which(SeenTasks seen, SeenTasks.Which which) {
        return seen.page(Instant.MAX, 10, which).stream().map(TaskSummary::id).collect(Collectors.toSet());
    }

    @Test
    void readsWithoutEndPushOutNoChange() {
        Store store = store();
        int kept = 10;
        SeenTasks seen = new SeenTasks(store, new AuditLog(store, CLOCK), kept);
        TaskSummary change = task(1, TaskId.random(), TaskState.DONE, Effect.CHANGES);
        List<TaskSummary> all = new ArrayList<>(List.of(change));
        for (int i = 0; i < 110; i++) {
            Instant later = NOW.plusSeconds(i + 10);
            TaskSummary one = task(2 + i, TaskId.random(), TaskState.DONE, Effect.READS);
            all.add(new TaskSummary(one.sequence(), one.id(), one.operation(), one.input(), one.actor(), one.effect(), one.state(), later,
                Optional.of(later), Optional.empty(), Optional.empty(), Optional.empty()));
        }
        seen.take(all);
        assertEquals(kept + 1, seen.count());
        assertEquals(ids(change), which(seen, SeenTasks.Which.NOTABLE));
    }

    @Test
    void aTaskThatNobodyKnowsAnyMoreReadsInterrupted() {
        Store store = store();
        SeenTasks seen = new SeenTasks(store, new AuditLog(store, CLOCK));
        TaskSummary running = task(7, TaskId.random(), TaskState.RUNNING, Effect.CHANGES);
        seen.take(List.of(running));
        assertEquals(List.of(running.id()), seen.open().stream().map(TaskSummary::id).toList());
        seen.interrupted(running, NOW.plusSeconds(60));
        assertEquals(List.of(), seen.open());
        assertEquals(TaskState.INTERRUPTED, seen.find(running.id()).orElseThrow().state());
        assertEquals(7, seen.readUpTo());
    }

    @Test
    void aFailedTransactionLeavesNothing() {
        Store store = store();
        assertThrows(IllegalStateException.class, () -> store.write(c -> {
            Settings.set(c, "half", "done");
            throw new IllegalStateException("stop");
        }));
        assertEquals(Optional.empty(), new Settings(store).get("half"));
        new Settings(store).set("whole", "1");
        new Settings(store).set("whole", "2");
        assertEquals(Optional.of("2"), new Settings(store).get("whole"));
    }

    @Test
    void tokensDoNotPrint() {
        Token token = Token.random();
        assertNotEquals(token.reveal(), token.toString());
        assertFalse(token.hash().contains(token.reveal()));
        assertEquals(Optional.empty(), Token.parse("x".repeat(1_000_000)));
        assertEquals(Optional.empty(), Token.parse("' OR 1=1"));
    }
}
