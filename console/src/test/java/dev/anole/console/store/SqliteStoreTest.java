package dev.anole.console.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.anole.operation.Effect;
import dev.anole.operation.TaskId;
import dev.anole.operation.TaskState;
import dev.anole.operation.TaskSummary;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteStoreTest extends StoreContract {
    @TempDir
    Path directory;
    private Optional<Store> open = Optional.empty();

    private Path file() {
        return directory.resolve("store.sqlite");
    }

    @Override
    Store store() {
        Store store = Store.open(file());
        open = Optional.of(store);
        return store;
    }

    @AfterEach
    void closeStore() {
        open.ifPresent(Store::close);
    }

    @Override
    void withoutTriggers(Store store, String sql) {
        store.write(c -> {
            try (Statement s = c.createStatement()) {
                for (String trigger : List.of("audit_no_update", "audit_no_delete", "audit_head_no_delete", "audit_head_no_return")) {
                    s.execute("DROP TRIGGER IF EXISTS " + trigger);
                }
                return s.executeUpdate(sql);
            }
        });
    }

    @Test
    void itsFileIsForItsOwnerOnly() throws IOException {
        store();
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
    }

    @Test
    void anOlderStoreIsBroughtForwardWithItsContent() {
        Store old = Store.open(file(), Migrations.upTo(1));
        Person admin = new People(old).first(NOW);
        old.close();
        Store store = store();
        assertEquals(Optional.of(admin), new People(store).byName("admin"));
        new AuditLog(store, CLOCK).append(new AuditEvent(AuditEvent.Kind.LOGIN, "admin", "", "", "", "", ""));
    }

    @Test
    void whatTasksOfAnOlderStoreDidIsReadFromTheirOwnForm() {
        TaskSummary read = task(1, TaskId.random(), TaskState.DONE, Effect.READS);
        TaskSummary change = task(2, TaskId.random(), TaskState.DONE, Effect.CHANGES);
        Store old = Store.open(file(), Migrations.upTo(4));
        for (TaskSummary task : List.of(read, change)) {
            old.write(c -> {
                java.io.StringWriter body = new java.io.StringWriter();
                try (var to = dev.anole.operation.Json.factory().createGenerator(body)) {
                    dev.anole.operation.TaskLog.write(to, task);
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
                try (var s = c.prepareStatement("INSERT INTO tasks (id, seq, operation, actor, state, started, ended, body) VALUES (?, ?, 'x', 'ops', 'DONE', 1, 2, ?)")) {
                    s.setString(1, task.id().value());
                    s.setLong(2, task.sequence());
                    s.setString(3, body.toString());
                    return s.executeUpdate();
                }
            });
        }
        old.close();
        Store store = store();
        SeenTasks seen = new SeenTasks(store, new AuditLog(store, CLOCK));
        assertEquals(List.of(read.id()), seen.page(Instant.MAX, 10, SeenTasks.Which.READS).stream().map(TaskSummary::id).toList());
        assertEquals(List.of(change.id()), seen.page(Instant.MAX, 10, SeenTasks.Which.NOTABLE).stream().map(TaskSummary::id).toList());
    }

    @Test
    void aNewerStoreIsRefusedInOneLine() {
        Store store = store();
        store.write(c -> {
            try (Statement s = c.createStatement()) {
                return s.executeUpdate("INSERT INTO schema_version (version, name, applied) VALUES (99, 'from-the-future', 0)");
            }
        });
        store.close();
        open = Optional.empty();
        StoreException e = assertThrows(StoreException.class, () -> Store.open(file()));
        assertEquals(StoreException.Reason.NEWER, e.reason());
        assertEquals(1, e.getMessage().lines().count());
        assertTrue(e.getMessage().contains("newer Anole (schema 99"), e.getMessage());
    }

    @Test
    void aFileThatIsNoStoreIsRefusedAndLeftAlone() throws IOException {
        byte[] content = "this is no database at all, but somebody's notes ".repeat(100).getBytes();
        Files.write(file(), content);
        StoreException e = assertThrows(StoreException.class, () -> Store.open(file()));
        assertEquals(StoreException.Reason.DAMAGED, e.reason());
        assertTrue(e.getMessage().contains("--recover-store"), e.getMessage());
        org.junit.jupiter.api.Assertions.assertArrayEquals(content, Files.readAllBytes(file()));
    }

    @Test
    void aDamagedStoreIsSetAsideOnlyWhenAPersonSaysSo() throws IOException {
        Files.writeString(file(), "not a database. ".repeat(1000));
        assertThrows(StoreException.class, () -> Records.open(directory, CLOCK, Duration.ofHours(1), Duration.ofHours(2), false));
        assertTrue(Files.readString(file()).startsWith("not a database"));
        try (Records records = Records.open(directory, CLOCK, Duration.ofHours(1), Duration.ofHours(2), true)) {
            assertEquals(AuditEvent.Kind.STORE_SET_ASIDE, records.audit().page(Long.MAX_VALUE, 1, AuditLog.Filter.NONE)
                .getFirst().event().kind());
        }
        Path aside = directory.resolve("store.sqlite.damaged-20260301-120000");
        assertTrue(Files.readString(aside).startsWith("not a database"));
    }

    @Test
    void aSoundStoreIsNeverSetAside() {
        Store store = store();
        new Settings(store).set("kept", "yes");
        store.close();
        open = Optional.empty();
        try (Records records = Records.open(directory, CLOCK, Duration.ofHours(1), Duration.ofHours(2), true)) {
            assertEquals(Optional.of("yes"), records.settings().get("kept"));
        }
    }

    @Test
    void aPageThatRotIsFoundByTheCheckAndWritesStop() throws IOException {
        Store store = store();
        AuditLog audit = new AuditLog(store, CLOCK);
        for (int i = 0; i < 200; i++) {
            audit.append(new AuditEvent(AuditEvent.Kind.REFUSED, "a".repeat(300), "", "", "b".repeat(300), "", ""));
        }
        assertEquals(Optional.empty(), store.check());
        store.close();
        try (RandomAccessFile raw = new RandomAccessFile(file().toFile(), "rw")) {
            raw.seek(raw.length() / 2 / 4096 * 4096);
            raw.write(new byte[4096 * 4]);
        }
        Store rotten = store();
        StoreException damage = rotten.check().orElseThrow();
        assertEquals(StoreException.Reason.DAMAGED, damage.reason());
        assertThrows(StoreException.class, () -> new Settings(rotten).set("x", "y"));
    }

    @Test
    void aStoreThatAnotherProcessHoldsSaysSo() throws Exception {
        Store store = store();
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file()); Statement s = other.createStatement()) {
            s.execute("BEGIN EXCLUSIVE");
            long from = System.nanoTime();
            StoreException e = assertThrows(StoreException.class, () -> new Settings(store).set("a", "b"));
            assertEquals(StoreException.Reason.LOCKED, e.reason());
            assertTrue(Duration.ofNanos(System.nanoTime() - from).toMillis() >= Store.BUSY_MILLIS_MAX - 500, "it waits first");
            assertTrue(e.getMessage().contains("locked by another process"), e.getMessage());
            s.execute("ROLLBACK");
        }
        new Settings(store).set("a", "b");
    }

    @Test
    void twoConsolesDoNotShareADirectory() {
        try (Records _ = Records.open(directory, CLOCK, Duration.ofHours(1), Duration.ofHours(2), false)) {
            StoreException e = assertThrows(StoreException.class,
                () -> Records.open(directory, CLOCK, Duration.ofHours(1), Duration.ofHours(2), false));
            assertEquals(StoreException.Reason.LOCKED, e.reason());
            assertTrue(e.getMessage().contains("pid " + ProcessHandle.current().pid()), e.getMessage());
        }
        Records.open(directory, CLOCK, Duration.ofHours(1), Duration.ofHours(2), false).close();
    }

    @Test
    void whenTheDiskIsFullWhatIsThereCanStillBeRead() {
        Store store = store();
        new Settings(store).set("kept", "yes");
        store.write(c -> {
            try (Statement s = c.createStatement(); var rows = s.executeQuery("PRAGMA page_count")) {
                long pages = rows.getLong(1);
                s.execute("PRAGMA max_page_count = " + pages);
                return true;
            }
        });
        StoreException e = assertThrows(StoreException.class, () -> {
            for (int i = 0; i < 100; i++) {
                new Settings(store).set("more " + i, "x".repeat(4000));
            }
        });
        assertEquals(StoreException.Reason.FULL, e.reason());
        assertTrue(e.getMessage().contains("no room"), e.getMessage());
        assertEquals(Optional.of("yes"), new Settings(store).get("kept"));
    }

    @Test
    void readersDoNotWaitForTheWriter() {
        Store store = store();
        new Settings(store).set("a", "old");
        store.write(c -> {
            Settings.set(c, "a", "new");
            assertEquals(Optional.of("old"), new Settings(store).get("a"));
            return true;
        });
        assertEquals(Optional.of("new"), new Settings(store).get("a"));
    }

    @Test
    void theChainStaysWholeWhenTheClockJumps() {
        Store store = store();
        AuditLog now = new AuditLog(store, CLOCK);
        now.append(new AuditEvent(AuditEvent.Kind.LOGIN, "a", "", "", "", "", ""));
        AuditLog past = new AuditLog(store, java.time.Clock.offset(CLOCK, Duration.ofDays(-3650)));
        past.append(new AuditEvent(AuditEvent.Kind.LOGOUT, "a", "", "", "", "", ""));
        assertEquals(2, assertInstanceOf(AuditLog.Chain.Whole.class, now.verify()).rows());
        assertEquals(AuditEvent.Kind.LOGOUT, now.page(Long.MAX_VALUE, 1, AuditLog.Filter.NONE).getFirst().event().kind(),
            "the order is that of writing");
    }

    @Test
    void aClosedStoreSaysSo() {
        Store store = store();
        store.close();
        assertThrows(StoreException.class, () -> new Settings(store).get("a"));
        assertFalse(Files.exists(directory.resolve("store.sqlite-wal")), "the log was folded into the file");
    }
}
