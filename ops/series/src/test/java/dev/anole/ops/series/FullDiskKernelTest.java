package dev.anole.ops.series;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is really full: a small tmpfs in a mount namespace of the child's own. */
class FullDiskKernelTest {
    private static final long START = SeriesStoreTest.START;
    private static final int SERIES = 200;

    @TempDir
    Path directory;

    private void runOnSmallDisk(Class<?> main) throws IOException, InterruptedException {
        boolean root = System.getProperty("user.name").equals("root");
        var unshare = new ArrayList<>(List.of("unshare", "--mount", "--propagation", "private"));
        if (!root) {
            unshare.addAll(List.of("--user", "--map-root-user"));
        }
        String mount = "mount -t tmpfs -o size=1m none '" + directory + "'";
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/unshare")), "unshare is not installed");
        var probe = new ArrayList<>(unshare);
        probe.addAll(List.of("sh", "-c", mount));
        assumeTrue(new ProcessBuilder(probe).start().waitFor() == 0, "no tmpfs can be mounted in a namespace of our own");
        var command = new ArrayList<>(unshare);
        command.addAll(List.of("sh", "-c", mount + " && exec \"$@\"", "sh"));
        command.addAll(ChildProcess.command(main, directory.toString()));
        var child = ChildProcess.start(command);
        String said;
        try (var out = child.inputReader()) {
            said = String.join("\n", out.lines().toList());
        }
        assertEquals(0, child.waitFor(), said);
        System.out.println(said);
    }

    @Test
    void whatCameWhileTheDiskWasFullIsWrittenWhenThereIsRoom() throws IOException, InterruptedException {
        runOnSmallDisk(Bridges.class);
    }

    @Test
    void aDiskThatStaysFullCostsOldRowsButNoMemory() throws IOException, InterruptedException {
        runOnSmallDisk(StaysFull.class);
    }

    private static void fill(Batch batch, int row) {
        var random = new Random(row);
        batch.clear();
        for (int i = 0; i < SERIES; i++) {
            batch.add(SeriesId.of("s", "" + i), random.nextInt(10_000));
        }
    }

    private static void fillDisk(Path directory) throws IOException {
        try (var out = Files.newOutputStream(directory.resolve("filler"))) {
            while (true) {
                out.write(new byte[512]);
            }
        } catch (IOException e) {
            check(e.getMessage().length() > 0, "the disk is full");
        }
    }

    private static void check(boolean fact, String what) {
        if (!fact) {
            System.out.println("not so: " + what);
            System.exit(1);
        }
    }

    private static boolean isKept(SeriesStore store, Batch batch, int row) {
        fill(batch, row);
        try {
            store.append(START + row * 1000L, batch);
            return true;
        } catch (StoreException e) {
            check(e.kind() == StoreException.Kind.FULL, "the kind is FULL: " + e.getMessage());
            if (row == 100) {
                System.out.println(e.getMessage());
            }
            return false;
        }
    }

    /** 60 rows, then 250 with a full disk, then 60 more: all must be there, and survive a reopening. */
    static final class Bridges {
        public static void main(String[] arguments) throws IOException {
            Path directory = Path.of(arguments[0]);
            var batch = new Batch();
            try (var store = SeriesStore.open(directory, Settings.defaults())) {
                for (int row = 0; row < 60; row++) {
                    check(isKept(store, batch, row), "rows are kept while there is room");
                }
                fillDisk(directory);
                int failed = 0;
                for (int row = 60; row < 310; row++) {
                    failed += isKept(store, batch, row) ? 0 : 1;
                    if (row % 50 == 0) {
                        store.upkeep();
                    }
                }
                check(failed > 200, "rows fail while the disk is full, here " + failed);
                check(store.stats().rowsInMemoryOnly() == failed, "the statistics say how many rows are in memory only");
                checkRows(store, 310);
                Files.delete(directory.resolve("filler"));
                for (int row = 310; row < 370; row++) {
                    check(isKept(store, batch, row), "with room again rows are kept at once");
                }
                store.upkeep();
                check(store.stats().rowsInMemoryOnly() == 0 && store.stats().trouble().isEmpty(), "nothing is in memory only any more");
                check(store.stats().lostRows() == 0, "nothing is lost");
            }
            try (var store = SeriesStore.open(directory, Settings.defaults())) {
                checkRows(store, 370);
            }
            System.out.println("310 + 60 rows are there");
        }

        private static void checkRows(SeriesStore store, int rows) {
            var line = store.range(Selection.of(SeriesId.of("s", "7")), START, START + rows * 1000L, 1000).lines().getFirst();
            for (int row = 0; row < rows; row++) {
                var random = new Random(row);
                for (int i = 0; i < 7; i++) {
                    random.nextInt(10_000);
                }
                check(line.mean()[row] == random.nextInt(10_000), "row " + row + " of " + rows + " is there");
            }
        }
    }

    /** An hour with a full disk and memory for a few minutes. */
    static final class StaysFull {
        public static void main(String[] arguments) throws IOException {
            Path directory = Path.of(arguments[0]);
            var batch = new Batch();
            int bound = 300_000;
            try (var store = SeriesStore.open(directory, Settings.defaults().withHeldBytes(bound))) {
                for (int row = 0; row < 30; row++) {
                    check(isKept(store, batch, row), "rows are kept while there is room");
                }
                fillDisk(directory);
                for (int row = 30; row < 3600; row++) {
                    check(!isKept(store, batch, row) || row < 40, "the disk is full but for the rest of a page");
                    check(store.stats().heldBytes() < 2L * bound + SERIES * 600, "memory is bounded: " + store.stats().heldBytes());
                }
                check(store.stats().lostRows() > 1000, "what cannot be held is given up and counted");
                Files.delete(directory.resolve("filler"));
                check(isKept(store, batch, 3600), "with room again rows are kept at once");
                store.upkeep();
                var line = store.range(Selection.of(SeriesId.of("s", "7")), START, START + 3_601_000, 2000).lines().getFirst();
                check(!Double.isNaN(line.mean()[0]), "what was in a log before the disk was full is not given up");
                check(!Double.isNaN(line.mean()[line.mean().length - 1]), "nor is the newest");
                check(Double.isNaN(line.mean()[line.mean().length / 4]), "in between is a gap");
                check(store.stats().rowsInMemoryOnly() == 0 && store.stats().trouble().isEmpty(), "nothing is in memory only any more");
                System.out.println(store.stats().lostRows() + " rows given up");
            }
        }
    }
}
