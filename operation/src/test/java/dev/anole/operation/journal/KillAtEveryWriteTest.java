package dev.anole.operation.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.anole.kernel.linux.TrainedJava;
import dev.anole.operation.ChangeRecord;
import dev.anole.operation.ChangeState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A process that applies a change and undoes it is killed before each system call that writes. Whoever opens the journal
 * next must find the host wholly before or wholly after, nothing lying about, and the journal must say which.
 */
class KillAtEveryWriteTest {
    /** How many of the points the fast suite tries. */
    private static final int SAMPLED = 16;
    /** How many recoveries are killed, once to three times each. */
    private static final int RECOVERIES = 40;
    /** Processes at a time. */
    private static final int AT_ONCE = 2;

    private static TrainedJava story;

    private Map<String, String> before;
    private Map<String, String> after;
    private List<Point> points;

    /** Before which call to kill. */
    private record Point(String call, int nth) {
    }

    @AfterAll
    static void forgetTheStory() throws IOException {
        if (story != null) {
            story.close();
        }
    }

    @BeforeEach
    void learnTheStory() throws Exception {
        Straced.assumeInstalled();
        if (story == null) {
            story = Straced.story();
        }
        Path base = MemoryDirectory.make();
        try {
            CrashStory.prepare(base);
            before = Tree.of(base.resolve("root"));
            Bench bench = CrashStory.bench(base);
            try (FileJournal journal = bench.journal()) {
                CrashStory.apply(bench, journal);
                after = Tree.of(base.resolve("root"));
            }
            assertNotEquals(before, after);
        } finally {
            MemoryDirectory.delete(base);
        }
        points = points();
    }

    private List<Point> points() throws Exception {
        Path base = MemoryDirectory.make();
        try {
            CrashStory.prepare(base);
            List<Point> points = new ArrayList<>();
            Map<String, Integer> counts = new HashMap<>();
            for (Straced.Call call : Straced.recorded(Straced.trained(story, base, "apply", "undo"))) {
                int nth = counts.merge(call.name(), 1, Integer::sum);
                if (call.changes()) {
                    points.add(new Point(call.name(), nth));
                }
            }
            assertTrue(points.size() > 100, points.toString());
            return points;
        } finally {
            MemoryDirectory.delete(base);
        }
    }

    @Test
    void killedAtSomeOfItsWritesTheHostIsWhollyBeforeOrAfter() throws Exception {
        long seed = System.nanoTime();
        System.out.println("KillAtEveryWriteTest seed " + seed + ", " + SAMPLED + " of " + points.size() + " points");
        Random random = new Random(seed);
        int stride = points.size() / SAMPLED;
        check(IntStream.range(0, SAMPLED).mapToObj(i -> points.get(i * stride + random.nextInt(stride))).toList());
    }

    @Test
    @Tag("slow")
    void killedAtEachOfItsWritesTheHostIsWhollyBeforeOrAfter() throws Exception {
        check(points);
    }

    private void check(List<Point> chosen) throws Exception {
        try (ExecutorService executor = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<ChangeState>> ends = chosen.stream().map(p -> executor.submit(() -> kill(p))).toList();
            Map<ChangeState, Integer> seen = new HashMap<>();
            for (Future<ChangeState> end : ends) {
                seen.merge(end.get(), 1, Integer::sum);
            }
            System.out.println("killed at " + chosen.size() + " writes: " + seen);
        }
    }

    private ChangeState kill(Point point) throws Exception {
        Path base = MemoryDirectory.make();
        try {
            CrashStory.prepare(base);
            Straced.End end = Straced.killedAt(point.call(), point.nth(), Straced.trained(story, base, "apply", "undo"));
            assertTrue(end.killed(), point + " was not reached: " + end);
            return checkHost(base, point.toString(), end.output());
        } finally {
            MemoryDirectory.delete(base);
        }
    }

    /** Opens the journal as the next process does, and judges what it finds. */
    private ChangeState checkHost(Path base, String where, String reported) throws IOException {
        try (FileJournal journal = CrashStory.bench(base).journal()) {
            journal.open();
            ChangeState state = journal.find(CrashStory.CHANGE).map(ChangeRecord::state).orElse(ChangeState.REVERTED);
            Map<String, String> now = Tree.of(base.resolve("root"));
            switch (state) {
                case REVERTED -> {
                    assertEquals(before, now, where);
                    assertEquals("", reported, where + ": what was reported as done was taken back");
                }
                case APPLIED -> {
                    assertEquals(after, now, where);
                    assertTrue(!reported.contains("undo"), where + ": the undo that was reported as done was taken back");
                }
                case UNDONE -> assertEquals(before, now, where);
                case UNFINISHED, CONFLICTED -> fail(where + ": " + state);
            }
            return state;
        }
    }

    /** The process that puts things right is killed as well, and the one after it too. */
    @Test
    @Tag("slow")
    void aRecoveryThatIsKilledIsTakenUpByTheNext() throws Exception {
        long seed = System.nanoTime();
        System.out.println("KillAtEveryWriteTest seed " + seed);
        Random random = new Random(seed);
        List<Callable<Void>> rounds = new ArrayList<>();
        for (int round = 0; round < RECOVERIES; round++) {
            Random ofRound = new Random(random.nextLong());
            rounds.add(() -> killRecovery(ofRound));
        }
        try (ExecutorService executor = Executors.newFixedThreadPool(AT_ONCE)) {
            for (Future<Void> end : executor.invokeAll(rounds)) {
                end.get();
            }
        }
    }

    private Void killRecovery(Random random) throws Exception {
        Path base = MemoryDirectory.make();
        try {
            CrashStory.prepare(base);
            Point point = points.get(random.nextInt(points.size()));
            String reported = Straced.killedAt(point.call(), point.nth(), Straced.trained(story, base, "apply", "undo")).output();
            StringBuilder where = new StringBuilder(point.toString());
            for (int again = random.nextInt(1, 4); again > 0; again--) {
                String call = List.of("renameat2", "fsync", "write", "unlinkat").get(random.nextInt(4));
                int nth = random.nextInt(1, 6);
                Straced.killedAt(call, nth, Straced.trained(story, base, "recover"));
                where.append(", then recovery at ").append(call).append(' ').append(nth);
            }
            checkHost(base, where.toString(), reported);
            return null;
        } finally {
            MemoryDirectory.delete(base);
        }
    }
}
