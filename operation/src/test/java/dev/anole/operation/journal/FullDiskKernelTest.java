package dev.anole.operation.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.anole.operation.Change;
import dev.anole.operation.ChangeId;
import dev.anole.operation.ChangeRecord;
import dev.anole.operation.ChangeState;
import dev.anole.operation.Host;
import dev.anole.operation.OperationException;
import dev.anole.operation.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Disks of 256 KiB that are full. */
class FullDiskKernelTest {
    private static final byte[] LARGE = "0123456789abcdef".repeat(8192).getBytes();

    @TempDir
    Path base;
    private Path mounted;

    private void mount(Path at) throws IOException, InterruptedException {
        Files.createDirectories(at);
        assumeTrue(Host.local().isRoot(), "only root may mount a tmpfs");
        assumeTrue(new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=256k,mode=0700", "anole-test", at.toString())
            .redirectErrorStream(true).start().waitFor() == 0, "a tmpfs cannot be mounted here");
        mounted = at;
    }

    @AfterEach
    void unmount() throws IOException, InterruptedException {
        if (mounted != null) {
            assertEquals(0, new ProcessBuilder("umount", mounted.toString()).start().waitFor());
        }
    }

    private static void fill(Path directory) throws IOException {
        try (var out = Files.newOutputStream(directory.resolve("ballast"))) {
            while (true) {
                out.write(new byte[4096]);
            }
        } catch (IOException e) {
            assertTrue(e.getMessage().contains("No space left"), e.getMessage());
        }
    }

    @Test
    void whereTheTargetsDiskIsFullNothingIsChangedAndTheRemedyIsSaid() throws Exception {
        mount(base.resolve("root/data"));
        Bench bench = Bench.in(base);
        bench.write("/etc/first", "before\n");
        bench.write("/data/second", "before\n");
        Files.write(bench.file("/data/third"), LARGE);
        Map<String, String> before = Tree.of(bench.host().root());
        try (FileJournal journal = bench.journal()) {
            byte[] other = LARGE.clone();
            other[0] = 'X';
            OperationException refused = assertThrows(OperationException.class, () -> journal.apply(new Change(Text.same("large"), List.of(
                WholeFile.written("/etc/first", "after\n".getBytes(), bench.clock()),
                WholeFile.written("/data/second", "after\n".getBytes(), bench.clock()),
                WholeFile.written("/data/third", other, bench.clock()))), bench.context(journal)));
            assertTrue(refused.getMessage().matches("no space is left for .*; make room on its file system.*"), refused.getMessage());
            assertEquals(1, refused.getMessage().lines().count());
            assertEquals(ChangeState.REVERTED, journal.find(new ChangeId(1)).orElseThrow().state());
        }
        assertEquals(before, Tree.of(bench.host().root()));
    }

    @Test
    void whereTheJournalsDiskIsFullNothingIsChangedAndTheRemedyIsSaid() throws Exception {
        mount(base.resolve("journal"));
        Bench bench = Bench.in(base);
        bench.write("/etc/first", "before\n");
        try (FileJournal journal = bench.journal()) {
            journal.apply(change(bench, "between\n".getBytes()), bench.context(journal));
            fill(mounted);
            Map<String, String> before = Tree.of(bench.host().root());
            for (byte[] content : List.of("after\n".getBytes(), LARGE)) {
                OperationException refused = assertThrows(OperationException.class, () -> journal.apply(change(bench, content), bench.context(journal)));
                assertTrue(refused.getMessage().contains("nothing was changed") && refused.getMessage().contains("make room"), refused.getMessage());
                assertEquals(before, Tree.of(bench.host().root()));
            }
            Files.delete(mounted.resolve("ballast"));
            ChangeRecord done = journal.apply(change(bench, "after\n".getBytes()), bench.context(journal)).orElseThrow();
            assertEquals(ChangeState.APPLIED, done.state());
        }
    }

    /** The disk fills up between the record of what will be done and the record of how it ended. */
    @Test
    void whatHasBegunCanStillSayHowItEnded() throws Exception {
        mount(base.resolve("journal"));
        Bench bench = Bench.in(base);
        bench.write("/etc/first", "before\n");
        try (FileJournal journal = bench.journal()) {
            journal.open();
            dev.anole.operation.Progress filling = new dev.anole.operation.Progress() {
                @Override
                public void step(Text name) {
                    if (name.en().equals("Applying")) {
                        try {
                            fill(mounted);
                        } catch (IOException e) {
                            throw new java.io.UncheckedIOException(e);
                        }
                    }
                }

                @Override
                public void amount(double done, double total, String unit) {
                }

                @Override
                public void log(String line) {
                }
            };
            journal.apply(change(bench, "after\n".getBytes()), bench.context(journal, filling));
            assertTrue(Files.exists(mounted.resolve("ballast")));
        }
        try (FileJournal journal = bench.journal()) {
            assertEquals(ChangeState.APPLIED, journal.changes(1).getFirst().state());
        }
    }

    private static Change change(Bench bench, byte[] content) {
        return new Change(Text.same("write"), List.of(WholeFile.written("/etc/first", content, bench.clock())));
    }
}
