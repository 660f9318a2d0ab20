package dev.anole.ops.series;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process killed at any moment has lost nothing that it had appended, and leaves a store that opens. */
class KilledWriterTest {
    private static final long START = SeriesStoreTest.START;
    private static final int KILLS = 8;
    /** Rows of a writer that is killed at a system call. */
    private static final int ROWS = 130;
    /** What changes files, and can be killed before. */
    private static final List<String> CALLS = List.of("write", "ftruncate", "fsync", "rename", "unlink", "openat");
    /** How many of the numbers of a call are tried. */
    private static final int POINTS_MAX = 12;
    /** Processes at a time. */
    private static final int AT_ONCE = 2;

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

    /** Before which call of a thread to kill: strace(1) counts for each thread by itself. */
    private record Point(String call, int nth) {
    }

    @Test
    @Tag("slow")
    void aKillAtAnySystemCallThatWritesLosesNothing() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/strace")), "strace is not installed");
        var points = points();
        try (var executor = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Callable<Integer>> kills = points.stream().<Callable<Integer>>map(point -> () -> kill(point)).toList();
            int killed = 0;
            for (Future<Integer> kill : executor.invokeAll(kills)) {
                killed += kill.get();
            }
            System.out.println("aKillAtAnySystemCallThatWritesLosesNothing: killed at " + killed + " of " + points.size() + " points");
            // Which thread comes first to a block's end differs from run to run, and so do the last calls of each.
            assertTrue(killed > points.size() * 3 / 4, "only " + killed + " of " + points.size() + " kills happened: " + points);
        }
    }

    /** A run to its end tells what there is to be killed at: some of each call, over the whole run. */
    private List<Point> points() throws IOException, InterruptedException {
        Path store = Files.createDirectories(directory.resolve("whole"));
        Path trace = directory.resolve("trace");
        var child = ChildProcess.start(writer(List.of("-e", "trace=" + String.join(",", CALLS)), trace, store));
        try (var out = child.inputReader()) {
            assertEquals(ROWS - 1, acknowledged(out, Integer.MAX_VALUE));
        }
        assertEquals(0, child.waitFor());
        Pattern line = Pattern.compile("(\\d+) +(\\w+)\\((.*)");
        Map<String, Integer> counts = new HashMap<>();
        Map<String, SortedSet<Integer>> reached = new TreeMap<>();
        for (String said : Files.readAllLines(trace, StandardCharsets.ISO_8859_1)) {
            Matcher call = line.matcher(said);
            if (call.lookingAt() && CALLS.contains(call.group(2))) {
                int nth = counts.merge(call.group(1) + call.group(2), 1, Integer::sum);
                // A JVM opens much before it comes to the store.
                if (!call.group(2).equals("openat") || call.group(3).contains(store.toString())) {
                    reached.computeIfAbsent(call.group(2), name -> new TreeSet<>()).add(nth);
                }
            }
        }
        assertEquals(Set.copyOf(CALLS), reached.keySet());
        var points = new ArrayList<Point>();
        reached.forEach((call, numbers) -> {
            var all = List.copyOf(numbers);
            int chosen = Math.min(POINTS_MAX, all.size());
            for (int i = 0; i < chosen; i++) {
                points.add(new Point(call, all.get(i * all.size() / chosen)));
            }
        });
        return points;
    }

    private static List<String> writer(List<String> traced, Path trace, Path store) {
        var command = new ArrayList<>(List.of("strace", "-f", "-qq", "-s", "256", "-o", trace.toString()));
        command.addAll(traced);
        var java = ChildProcess.command(Writer.class, store.toString(), "0", Integer.toString(ROWS));
        java.add(1, "-Xint");   // It lives too shortly for a compiler.
        command.addAll(java);
        return command;
    }

    /** Kills one there, and looks whether what it said it had appended is in its store; gives how many were killed, 0 or 1. */
    private int kill(Point point) throws IOException, InterruptedException {
        Path store = Files.createDirectories(directory.resolve(point.call() + point.nth()));
        var child = ChildProcess.start(writer(List.of("-e", "trace=" + point.call(),
            "-e", "inject=" + point.call() + ":signal=KILL:when=" + point.nth()), Path.of("/dev/null"), store));
        int rows;
        try (var out = child.inputReader()) {
            rows = 1 + acknowledged(out, Integer.MAX_VALUE);
        }
        int killed = child.waitFor() == 0 ? 0 : 1;
        try (var reopened = SeriesStore.open(store, settings())) {
            reopened.upkeep();
            assertEquals(List.of(), reopened.stats().notices(), point.toString());
            if (rows > 0) {
                var line = reopened.range(Selection.of(SeriesId.of("row")), START, START + rows * 1000L, 1000).lines().getFirst();
                for (int i = 0; i < rows; i++) {
                    assertEquals(i, line.mean()[i], point.toString());
                }
            }
        }
        return killed;
    }
}
