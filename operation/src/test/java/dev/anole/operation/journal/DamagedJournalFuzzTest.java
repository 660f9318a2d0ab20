package dev.anole.operation.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.anole.operation.Change;
import dev.anole.operation.ChangeId;
import dev.anole.operation.ChangeRecord;
import dev.anole.operation.ChangeRun;
import dev.anole.operation.ChangeState;
import dev.anole.operation.Journal;
import dev.anole.operation.Recovery;
import dev.anole.operation.Text;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DamagedJournalFuzzTest {
    private static final int CHANGES = 6;

    private Path base;
    private Bench bench;
    private byte[] whole;
    private Map<String, String> host;

    /** Six changes, each of a file of its own; the third is undone. */
    @BeforeEach
    void makeChanges() throws Exception {
        base = MemoryDirectory.make();
        bench = Bench.in(base);
        try (FileJournal journal = bench.journal()) {
            for (int i = 1; i <= CHANGES; i++) {
                bench.write("/etc/file" + i, "before " + i + "\n");
                journal.apply(new Change(Text.same("change " + i), List.of(WholeFile.written("/etc/file" + i, ("after " + i + "\n").getBytes(),
                    bench.clock()))), bench.context(journal));
            }
            journal.reverse(new ChangeId(3), ChangeRun.Kind.UNDO, Journal.Foreign.STOP, bench.context(journal));
        }
        whole = Files.readAllBytes(file());
        host = Tree.of(bench.host().root());
    }

    @AfterEach
    void removeThem() throws Exception {
        MemoryDirectory.delete(base);
    }

    private Path file() {
        return bench.journalDirectory().resolve(JournalFile.NAME);
    }

    private static byte[] withoutLine(byte[] bytes, int line, String instead) {
        String[] lines = new String(bytes, StandardCharsets.UTF_8).split("(?<=\n)");
        lines[line] = instead;
        return String.join("", lines).getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aTornEndIsCutAndNothingElse() throws Exception {
        for (String torn : List.of("0", "01234567 {\"num", "\0\0\0\0\0\0\0\0", "12345678 \0\0\0\0\n")) {
            byte[] tail = torn.getBytes(StandardCharsets.UTF_8);
            byte[] bytes = Arrays.copyOf(whole, whole.length + tail.length);
            System.arraycopy(tail, 0, bytes, whole.length, tail.length);
            Files.write(file(), bytes);
            try (FileJournal journal = bench.journal()) {
                assertEquals(CHANGES, journal.changes(100).size());
                assertEquals(List.of(), journal.open().damage());
            }
            assertEquals(new String(whole, StandardCharsets.UTF_8), Files.readString(file()));
        }
    }

    @Test
    void aDamagedLineIsReportedAndSetAsideAndTheOthersStay() throws Exception {
        String damaged = "deadbeef {\"number\":3,\"at\":\"rubbish\"}\n";
        Files.write(file(), withoutLine(whole, 3, damaged));   // the beginning of the second change
        try (FileJournal journal = bench.journal()) {
            assertEquals(1, journal.damage().size());
            assertEquals("", journal.damage().getFirst().file());
            Recovery recovery = journal.open();
            Recovery.Damage damage = recovery.damage().getFirst();
            assertEquals(4, damage.line());
            assertEquals(damaged, Files.readString(Path.of(damage.file())));
            assertEquals(CHANGES - 1, journal.changes(100).size());
            assertEquals(List.of(), recovery.changes());
            journal.reverse(new ChangeId(5), ChangeRun.Kind.UNDO, Journal.Foreign.STOP, bench.context(journal));
        }
        assertEquals("before 5\n", Files.readString(bench.file("/etc/file5")));
        try (FileJournal journal = bench.journal()) {
            assertEquals(1, journal.open().damage().size(), "it stays known");
            assertEquals(ChangeState.UNDONE, journal.find(new ChangeId(5)).orElseThrow().state());
        }
    }

    @Test
    void aChangeWhoseOutcomeCannotBeReadIsFinishedOnlyIfItIsThere() throws Exception {
        Files.write(file(), withoutLine(whole, 4, "deadbeef {}\n"));   // the outcome of the second change
        try (FileJournal journal = bench.journal()) {
            assertEquals(ChangeRun.Outcome.FINISHED, journal.open().changes().getFirst().outcome().orElseThrow());
        }
        assertEquals(host, Tree.of(bench.host().root()));
    }

    @Test
    void aChangeWhoseOutcomeCannotBeReadIsNotTakenBackBySomebodysGuess() throws Exception {
        byte[] bytes;
        try (FileJournal journal = bench.journal()) {
            bench.write("/etc/two", "before\n");
            journal.apply(new Change(Text.same("two"), List.of(WholeFile.written("/etc/one", "1".getBytes(), bench.clock()),
                WholeFile.written("/etc/two", "2".getBytes(), bench.clock()))), bench.context(journal));
            bytes = Files.readAllBytes(file());
        }
        int outcome = new String(bytes, StandardCharsets.UTF_8).split("\n").length - 1;
        Files.write(file(), withoutLine(bytes, outcome, "deadbeef {}\n"));
        Files.delete(bench.file("/etc/one"));   // somebody took a half of it back by hand
        try (FileJournal journal = bench.journal()) {
            assertEquals(ChangeRun.Outcome.CONFLICTED, journal.open().changes().getFirst().outcome().orElseThrow());
        }
        assertEquals("2", Files.readString(bench.file("/etc/two")));
    }

    @Test
    void damagedContentIsNotPutBack() throws Exception {
        try (Stream<Path> blobs = Files.list(bench.journalDirectory().resolve(BlobStore.DIRECTORY))) {
            for (Path blob : blobs.toList()) {
                Files.writeString(blob, "rubbish");
            }
        }
        try (FileJournal journal = bench.journal()) {
            String message = org.junit.jupiter.api.Assertions.assertThrows(dev.anole.operation.OperationException.class,
                () -> journal.reverse(new ChangeId(1), ChangeRun.Kind.UNDO, Journal.Foreign.STOP, bench.context(journal))).getMessage();
            assertTrue(message.contains("is damaged: its digest is another"), message);
        }
        assertEquals(host, Tree.of(bench.host().root()));
    }

    /** Bits are flipped, pieces lost and doubled: opening neither fails nor touches the host, and what is read is true. */
    @Test
    void whateverHappensToTheJournalTheHostStaysAndNothingFalseIsRead() throws Exception {
        long seed = Long.getLong("anole.seed", System.nanoTime());
        System.out.println("DamagedJournalFuzzTest seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            byte[] bytes = whole.clone();
            for (int i = random.nextInt(1, 4); i > 0; i--) {
                bytes = damaged(bytes, random);
            }
            Files.write(file(), bytes);
            try (FileJournal journal = bench.journal()) {
                journal.changes(100);
                journal.open();
                for (ChangeRecord change : journal.changes(100)) {
                    assertEquals("change " + change.id().number(), change.title().en());
                    assertFalse(change.state() == ChangeState.REVERTED && change.id().number() != 3, change.toString());
                }
            }
            assertEquals(host, Tree.of(bench.host().root()), "round " + round);
            try (FileJournal again = bench.journal()) {
                List<Recovery.Damage> damage = again.open().damage();
                assertTrue(damage.stream().allMatch(d -> Files.exists(Path.of(d.file()))), damage.toString());
            }
        }
    }

    private static byte[] damaged(byte[] bytes, Random random) {
        if (bytes.length < 2) {
            return bytes;
        }
        int at = random.nextInt(bytes.length);
        int length = Math.min(bytes.length - at, random.nextInt(1, 300));
        switch (random.nextInt(4)) {
            case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> Arrays.fill(bytes, at, at + length, (byte) 0);
            case 2 -> {
                byte[] shorter = Arrays.copyOf(bytes, bytes.length - length);
                System.arraycopy(bytes, at + length, shorter, at, bytes.length - at - length);
                return shorter;
            }
            default -> {
                byte[] longer = Arrays.copyOf(bytes, bytes.length + length);
                System.arraycopy(bytes, at, longer, at + length, bytes.length - at);
                return longer;
            }
        }
        return bytes;
    }
}
