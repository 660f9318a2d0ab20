package dev.anole.operation.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.anole.operation.Actor;
import dev.anole.operation.Change;
import dev.anole.operation.ChangeId;
import dev.anole.operation.ChangePlan;
import dev.anole.operation.ChangeRun;
import dev.anole.operation.ChangeState;
import dev.anole.operation.Door;
import dev.anole.operation.Journal;
import dev.anole.operation.Move;
import dev.anole.operation.OperationException;
import dev.anole.operation.Role;
import dev.anole.operation.Step;
import dev.anole.operation.TargetState;
import dev.anole.operation.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecoveryTest {
    @TempDir
    Path base;
    private Bench bench;

    @BeforeEach
    void makeHost() throws IOException {
        bench = Bench.in(base);
    }

    private Step written(String path, String content) {
        return WholeFile.written(path, content.getBytes(), bench.clock());
    }

    /** Leaves the journal as a process does that died right after it had recorded what it was going to do. */
    private List<Move> beginAndDie(String boot, Step... steps) {
        BlobStore blobs = new BlobStore(bench.journalDirectory().toString());
        ChangePlan plan = bench.journal().plan(new Change(Text.same("cut off"), List.of(steps)));
        try (JournalWriter writer = JournalWriter.open(bench.journalDirectory(), bench.host(), bench.clock(), blobs)) {
            plan.moves().forEach(move -> {
                for (TargetState state : List.of(move.from(), move.to())) {
                    if (state instanceof TargetState.Regular file) {
                        blobs.put(plan.contents().get(file.sha256()));
                    }
                }
            });
            writer.write(new JournalEvent.Begun(writer.ledger().nextChange().number(), ChangeRun.Kind.APPLY, plan.title(),
                new Actor("tester", Role.ADMIN, Door.CLI), "t-000000000000", "stampstamp", boot, plan.moves()));
        }
        return plan.moves();
    }

    private ChangeRun.Outcome recovered() {
        try (FileJournal journal = bench.journal()) {
            return journal.open().changes().getFirst().outcome().orElseThrow();
        }
    }

    @Test
    void whatSomebodyHasChangedSinceTheCrashIsNotOverwritten() throws Exception {
        bench.write("/etc/a", "before\n");
        bench.write("/etc/b", "before\n");
        beginAndDie(FileJournal.boot(), written("/etc/a", "after\n"), written("/etc/b", "after\n"));
        bench.write("/etc/a", "theirs\n");
        assertEquals(ChangeRun.Outcome.CONFLICTED, recovered());
        assertEquals("theirs\n", Files.readString(bench.file("/etc/a")));
        try (FileJournal journal = bench.journal()) {
            assertEquals(ChangeState.CONFLICTED, journal.find(new ChangeId(1)).orElseThrow().state());
            assertEquals(1, journal.planReverse(new ChangeId(1), ChangeRun.Kind.UNDO, Journal.Foreign.STOP).conflicts().size());
            journal.reverse(new ChangeId(1), ChangeRun.Kind.UNDO, Journal.Foreign.OVERWRITE, bench.context(journal));
            assertEquals("before\n", Files.readString(bench.file("/etc/a")));
            assertEquals(ChangeState.UNDONE, journal.find(new ChangeId(1)).orElseThrow().state());
        }
    }

    @Test
    void afterARestartALiveValueIsNobodysChange() throws Exception {
        bench.write("/proc/sys/vm/swappiness", "60\n");
        Step file = KeyEdits.step(SysctlSet.FILE, dev.anole.operation.KeyFormat.SYSCTL, java.util.Optional.empty(),
            Map.of("vm.swappiness", "10"), List.of(), "", bench.clock());
        Step live = KernelValue.step(KernelValue.target("vm.swappiness"), "10");
        beginAndDie("another boot", file, live);
        bench.write("/proc/sys/vm/swappiness", "45\n");   // what the host sets at boot
        assertEquals(ChangeRun.Outcome.REVERTED, recovered());
        assertEquals("45\n", Files.readString(bench.file("/proc/sys/vm/swappiness")));

        List<Move> moves = beginAndDie("another boot", file, live);
        bench.write("/proc/sys/vm/swappiness", "10\n");
        try (Run run = new Run(bench.host(), new BlobStore(bench.journalDirectory().toString()), new JournalEvent.Begun(2, ChangeRun.Kind.APPLY,
                Text.same(""), new Actor("tester", Role.ADMIN, Door.CLI), "", "stampstamp", "", moves.subList(0, moves.size() - 1)))) {
            run.make();
            run.clean();
        }
        assertEquals(ChangeRun.Outcome.FINISHED, recovered());
    }

    @Test
    void withoutARestartALiveValueOfSomebodyElsesIsAConflict() throws Exception {
        bench.write("/proc/sys/vm/swappiness", "60\n");
        beginAndDie(FileJournal.boot(), KernelValue.step(KernelValue.target("vm.swappiness"), "10"));
        bench.write("/proc/sys/vm/swappiness", "45\n");
        assertEquals(ChangeRun.Outcome.CONFLICTED, recovered());
    }

    @Test
    void aChangeThatMeetsSomebodyElseAtTheSameMomentIsTakenBack() throws Exception {
        bench.write("/etc/a", "before\n");
        bench.write("/etc/b", "before\n");
        Map<String, String> tree;
        try (FileJournal journal = bench.journal()) {
            Step meddling = new Step(new dev.anole.operation.Target.File("/etc/c"), (_, contents) -> {
                try {
                    bench.write("/etc/b", "theirs\n");   // after /etc/b was looked at, before it is written
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
                return new TargetState.Absent();
            });
            OperationException refused = assertThrows(OperationException.class, () -> journal.apply(new Change(Text.same("race"),
                List.of(written("/etc/a", "after\n"), written("/etc/b", "after\n"), meddling)), bench.context(journal)));
            assertEquals(OperationException.Kind.CONFLICT, refused.kind());
            assertEquals(ChangeState.REVERTED, journal.find(new ChangeId(1)).orElseThrow().state());
            tree = Tree.of(bench.host().root());
        }
        assertEquals("before\n", Files.readString(bench.file("/etc/a")));
        assertEquals("theirs\n", Files.readString(bench.file("/etc/b")));
        assertEquals(java.util.Set.of("etc", "etc/a", "etc/b"), tree.keySet());
    }

    @Test
    void aKernelThatTakesAnotherValueThanWasWrittenIsNotedAndTakenBack() throws Exception {
        bench.write("/etc/a", "before\n");
        // A value that reads back differently: the link makes one write of two values.
        bench.write("/proc/sys/vm/dirty_bytes", "0\n");
        Files.createSymbolicLink(bench.file("/proc/sys/vm/dirty_ratio"), Path.of("dirty_bytes"));
        try (FileJournal journal = bench.journal()) {
            OperationException refused = assertThrows(OperationException.class, () -> journal.apply(new Change(Text.same("odd"),
                List.of(written("/etc/a", "after\n"), KernelValue.step(KernelValue.target("vm.dirty_bytes"), "8192"))), bench.context(journal)));
            assertTrue(refused.getMessage().contains("took the value of vm.dirty_bytes otherwise"), refused.getMessage());
        }
        assertEquals("before\n", Files.readString(bench.file("/etc/a")));
    }

    @Test
    void aChangeThatIsStoppedIsTakenBack() throws Exception {
        bench.write("/etc/a", "before\n");
        Map<String, String> before = Tree.of(bench.host().root());
        try (FileJournal journal = bench.journal()) {
            journal.open();
            Step interrupting = new Step(new dev.anole.operation.Target.File("/etc/z"), (_, _) -> {
                Thread.currentThread().interrupt();
                return new TargetState.Absent();
            });
            assertThrows(InterruptedException.class, () -> journal.apply(new Change(Text.same("stopped"),
                List.of(written("/etc/a", "after\n"), interrupting)), bench.context(journal)));
            assertFalse(Thread.interrupted());
            assertEquals(ChangeState.REVERTED, journal.find(new ChangeId(1)).orElseThrow().state());
            assertEquals(before, Tree.of(bench.host().root()));
            journal.reverse(new ChangeId(1), ChangeRun.Kind.REDO, Journal.Foreign.STOP, bench.context(journal));
            assertEquals("after\n", Files.readString(bench.file("/etc/a")));
        }
    }

    @Test
    void theOldestChangesAreLetGoWhereThereAreTooManyAndTheirContentWithThem() throws Exception {
        JournalWriter writer;
        BlobStore blobs = new BlobStore(bench.journalDirectory().toString());
        try (FileJournal journal = bench.journal()) {
            journal.apply(new Change(Text.same("first"), List.of(written("/etc/a", "first\n"))), bench.context(journal));
        }
        writer = JournalWriter.open(bench.journalDirectory(), bench.host(), bench.clock(), blobs);
        for (int i = 0; i < FileJournal.CHANGES_KEPT; i++) {
            long change = writer.ledger().nextChange().number();
            JournalEvent.Begun begun = new JournalEvent.Begun(change, ChangeRun.Kind.APPLY, Text.same("many"),
                new Actor("tester", Role.ADMIN, Door.CLI), "", "stampstamp", "", List.of());
            JournalLine line = new JournalLine(writer.ledger().nextLine(), bench.clock().instant(), begun);
            writer.ledger().add(line);
            writer.ledger().add(new JournalLine(writer.ledger().nextLine(), bench.clock().instant(),
                new JournalEvent.Ended(change, ChangeRun.Outcome.DONE, Text.same(""))));
        }
        writer.keepBounds();
        writer.close();
        try (FileJournal journal = bench.journal()) {
            journal.open();
            assertEquals(FileJournal.CHANGES_KEPT * 9 / 10, journal.changes(10_000).size());
            assertTrue(journal.find(new ChangeId(1)).isEmpty());
            assertEquals(FileJournal.CHANGES_KEPT + 1, journal.changes(1).getFirst().id().number());
            journal.apply(new Change(Text.same("next"), List.of(written("/etc/a", "next\n"))), bench.context(journal));
            assertEquals(FileJournal.CHANGES_KEPT + 2, journal.changes(1).getFirst().id().number());
        }
    }
}
