package dev.anole.ops.series;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process killed at any moment has lost nothing that it had appended, and leaves a store that opens. */
class KilledWriterTest {
    private static final long START = SeriesStoreTest.START;
    private static final int KILLS = 8;
    private static final int MAX_WRITES = 60;

    @TempDir
    Path directory;

    /** Blocks come fast, so that kills hit sealing and rolling up as well; everything is kept, so that all of it can be counted. */
    private static Settings settings() {
        return SmallTiers.settings(Duration.ofDays(1), Duration.ofDays(1), Duration.ofDays(1));
    }

    /** Appends rows as fast as it can, from a row on, and says after each which it was. */
    static final class Writer {
        public static void main(String[] arguments) {
            int first = Integer.parseInt(arguments[1]);
            int last = Integer.parseInt(arguments[2]);
            try (var store = SeriesStore.open(Path.of(arguments[0]), settings())) {
                var batch = new Batch();
                for (int row = first; row < last; row++) {
                    fill(batch, row);
                    store.append(START + row * 1000L, batch);
                    System.out.println(row);
                    System.out.flush();
                }
            }
        }
    }

    private static void fill(Batch batch, int row) {
        batch.clear();
        batch.add(SeriesId.of("row"), row);
        batch.add(SeriesId.of("noise"), new Random(row).nextDouble());
        batch.add(SeriesId.of("sometimes", "" + row / 50), 1);
    }

    @Test
    void nothingAppendedIsLostToAKill() throws IOException, InterruptedException {
        long seed = System.nanoTime();
        System.out.println("nothingAppendedIsLostToAKill: seed " + seed);
        var random = new Random(seed);
        int next = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            var child = ChildProcess.start(ChildProcess.command(Writer.class, directory.toString(), "" + next, "1000000"));
            int until = next + 1 + random.nextInt(400);
            try (var out = child.inputReader()) {
                next = 1 + acknowledged(out, until);
                // By its handle: the process's own method would close the stream that is still to be read.
                child.toHandle().destroyForcibly();
                // What it said before it died counts as well.
                next = Math.max(next, 1 + acknowledged(out, Integer.MAX_VALUE));
            }
            child.waitFor();
            next = check(next);
        }
    }

    private static int acknowledged(BufferedReader out, int until) throws IOException {
        int last = -1;
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            last = Integer.parseInt(line);
            if (last >= until) {
                break;
            }
        }
        return last;
    }

    /** Checks that every row below a bound is there; returns the first that is not, as the killed writer may have done one more. */
    private int check(int rows) {
        try (var store = SeriesStore.open(directory, settings())) {
            store.upkeep();
            assertEquals(List.of(), store.stats().notices());
            for (int from = 0; from < rows; from += 1000) {
                var chart = store.range(Selection.of(SeriesId.of("row"), SeriesId.of("noise")), START + from * 1000L, START + (from + 1000) * 1000L, 1000);
                for (int i = from; i < Math.min(rows, from + 1000); i++) {
                    assertEquals(new Random(i).nextDouble(), chart.lines().get(0).mean()[i - from], "row " + i + " of " + rows);
                    assertEquals(i, chart.lines().get(1).mean()[i - from], "row " + i + " of " + rows);
                }
            }
            return (int) ((store.stats().newestMillis().orElse(START - 1000) - START) / 1000) + 1;
        }
    }

    @Test
    @Tag("slow")
    void aKillAtAnySystemCallThatWritesLosesNothing() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/strace")), "strace is not installed");
        int injected = 0;
        for (String call : List.of("write", "ftruncate", "fsync", "rename", "unlink", "openat")) {
            for (int when = 1; when <= MAX_WRITES; when += call.equals("write") || call.equals("openat") ? 7 : 3) {
                Path store = Files.createDirectories(directory.resolve(call + when));
                var command = new ArrayList<>(List.of("strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=" + call,
                    "-e", "inject=" + call + ":signal=KILL:when=" + when));
                command.addAll(ChildProcess.command(Writer.class, store.toString(), "0", "130"));
                var child = ChildProcess.start(command);
                int rows;
                try (var out = child.inputReader()) {
                    rows = 1 + acknowledged(out, Integer.MAX_VALUE);
                }
                injected += child.waitFor() == 0 ? 0 : 1;
                try (var reopened = SeriesStore.open(store, settings())) {
                    reopened.upkeep();
                    assertEquals(List.of(), reopened.stats().notices(), call + " " + when);
                    if (rows > 0) {
                        var line = reopened.range(Selection.of(SeriesId.of("row")), START, START + rows * 1000L, 1000).lines().getFirst();
                        for (int i = 0; i < rows; i++) {
                            assertEquals(i, line.mean()[i], call + " " + when);
                        }
                    }
                }
            }
        }
        assertTrue(injected > 30, "only " + injected + " kills happened");
    }
}
