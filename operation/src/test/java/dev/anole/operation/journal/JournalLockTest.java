package dev.anole.operation.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.anole.kernel.linux.Directory;
import dev.anole.kernel.linux.Symlink;
import dev.anole.operation.OperationException;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalLockTest {
    @TempDir
    Path base;

    /** Opens a journal, says so, and holds it until it is killed. */
    static final class Holder {
        public static void main(String[] arguments) throws Exception {
            FileJournal journal = CrashStory.bench(Path.of(arguments[0])).journal();
            journal.open();
            System.out.println("held");
            Thread.sleep(60_000);
            journal.close();
        }
    }

    @Test
    void twoProcessesNeverWriteOneJournalAndTheSecondIsToldWhoTheFirstIs() throws Exception {
        CrashStory.prepare(base);
        Bench bench = CrashStory.bench(base);
        Process holder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1", "-Xmx64m", "-cp", System.getProperty("java.class.path"),
            Holder.class.getName(), base.toString()).redirectErrorStream(true).start();
        try (BufferedReader output = new BufferedReader(new InputStreamReader(holder.getInputStream()));
                FileJournal journal = bench.journal()) {
            assertEquals("held", output.readLine());
            OperationException refused = assertThrows(OperationException.class, () -> CrashStory.apply(bench, journal));
            assertEquals(OperationException.Kind.CONFLICT, refused.kind());
            assertTrue(refused.getMessage().contains("(process " + holder.pid() + ") holds the journal"), refused.getMessage());
            assertEquals(List.of(), journal.changes(10), "looking needs no lock");
            holder.destroyForcibly().waitFor();
            CrashStory.apply(bench, journal);   // what is dead holds nothing
            assertEquals(1, journal.changes(10).size());
        } finally {
            holder.destroyForcibly().waitFor();
        }
    }

    @Test
    void oneProcessCannotOpenItTwiceEither() throws Exception {
        Bench bench = Bench.in(base);
        try (FileJournal first = bench.journal(); FileJournal second = bench.journal()) {
            first.open();
            assertThrows(OperationException.class, second::open);
        }
    }

    @Test
    void aJournalThatOthersCanWriteIsNotTrusted() throws Exception {
        Bench bench = Bench.in(base);
        Files.createDirectory(bench.journalDirectory());
        Directory.working().setMode(bench.journalDirectory().toString(), 0777, Symlink.FOLLOW);
        try (FileJournal journal = bench.journal()) {
            OperationException refused = assertThrows(OperationException.class, journal::open);
            assertTrue(refused.getMessage().contains("cannot be trusted"), refused.getMessage());
        }
    }

    @Test
    void aJournalOfANewerVersionIsRefusedInOneLine() throws Exception {
        Bench bench = Bench.in(base);
        try (FileJournal journal = bench.journal()) {
            journal.open();
        }
        Files.write(bench.journalDirectory().resolve(JournalFile.NAME), Reading.header(JournalFile.VERSION + 1));
        try (FileJournal journal = bench.journal()) {
            for (org.junit.jupiter.api.function.Executable use : List.<org.junit.jupiter.api.function.Executable>of(journal::open, () -> journal.changes(1))) {
                OperationException refused = assertThrows(OperationException.class, use);
                assertTrue(refused.getMessage().contains("written by a newer Anole (format 2; this one reads up to 1)"), refused.getMessage());
                assertEquals(1, refused.getMessage().lines().count());
            }
        }
    }
}
