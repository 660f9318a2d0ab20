package dev.anole.operation.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.anole.operation.ChangeRecord;
import dev.anole.operation.ChangeState;
import dev.anole.operation.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The power goes at each write of a process that applies a change and undoes it, and what was not synced is lost: all of
 * it, none of it, only contents, or a random part. The recorded system calls are replayed on a {@link SimulatedDisk}.
 */
class PowerCutTest {
    private static final int RANDOM_CUTS_FAST = 1;
    private static final int RANDOM_CUTS_SLOW = 20;

    private Map<String, String> before;
    private Map<String, String> after;
    private final Map<ChangeState, Integer> seen = new HashMap<>();

    @Test
    void whateverUnsyncedWritesAreLostTheHostIsWhollyBeforeOrAfter() throws Exception {
        cutEverywhere(RANDOM_CUTS_FAST);
    }

    @Test
    @Tag("slow")
    void manyRandomPartsOfTheUnsyncedWritesAreLost() throws Exception {
        cutEverywhere(RANDOM_CUTS_SLOW);
    }

    private void cutEverywhere(int randomCuts) throws Exception {
        Straced.assumeInstalled();
        assumeTrue(Host.local().isRoot(), "the simulated disk gives files to other users");
        long seed = Long.getLong("anole.seed", System.nanoTime());
        Random random = new Random(seed);
        Path base = MemoryDirectory.make();
        try {
            CrashStory.prepare(base);
            before = Tree.of(base.resolve("root"));
            SimulatedDisk disk = SimulatedDisk.of(base);
            List<Straced.Call> calls = Straced.recorded(Straced.plain(base, "apply"));
            after = Tree.of(base.resolve("root"));
            replay(disk, calls, random, randomCuts);
            checkEnd(disk, base);
            disk = SimulatedDisk.of(base);
            replay(disk, Straced.recorded(Straced.plain(base, "undo")), random, randomCuts);
            checkEnd(disk, base);
            System.out.println("PowerCutTest seed " + seed + ", " + seen.values().stream().mapToInt(n -> n).sum() + " power cuts: " + seen);
        } finally {
            MemoryDirectory.delete(base);
        }
    }

    /** The simulated disk is believed because at the end it holds what the real one holds. */
    private static void checkEnd(SimulatedDisk disk, Path base) throws IOException {
        Path copy = MemoryDirectory.make();
        try {
            disk.writeTo(copy.resolve("host"), node -> SimulatedDisk.choices(node) - 1, false);
            assertEquals(Tree.of(base.resolve("root")), Tree.of(copy.resolve("host/root")));
            assertEquals(Files.readString(base.resolve("journal/journal.jsonl")), Files.readString(copy.resolve("host/journal/journal.jsonl")));
        } finally {
            MemoryDirectory.delete(copy);
        }
    }

    private void replay(SimulatedDisk disk, List<Straced.Call> calls, Random random, int randomCuts) throws Exception {
        int moments = 0;
        for (int i = 0; i < calls.size(); i++) {
            if (disk.apply(calls.get(i))) {
                moments++;
                String where = "after call " + i + " " + calls.get(i).name();
                cut(disk, node -> 0, false, where + ", everything lost");
                cut(disk, node -> SimulatedDisk.choices(node) - 1, false, where + ", nothing lost");
                cut(disk, node -> SimulatedDisk.choices(node) - 1, true, where + ", contents lost");
                for (int n = 0; n < randomCuts; n++) {
                    Map<SimulatedDisk.Node, Integer> chosen = new HashMap<>();
                    cut(disk, node -> chosen.computeIfAbsent(node, k -> random.nextInt(SimulatedDisk.choices(k))), random.nextBoolean(),
                        where + ", random part " + n + " lost");
                }
            }
        }
        assertTrue(moments > 50, moments + " of " + calls.size());
    }

    private void cut(SimulatedDisk disk, SimulatedDisk.Cut cut, boolean contentLost, String where) throws Exception {
        Path copy = MemoryDirectory.make();
        try {
            disk.writeTo(copy.resolve("host"), cut, contentLost);
            check(copy.resolve("host"), disk.output(), where);
        } finally {
            MemoryDirectory.delete(copy);
        }
    }

    private void check(Path base, String reported, String where) throws IOException, InterruptedException {
        Bench bench = CrashStory.bench(base);
        try (FileJournal journal = bench.journal()) {
            journal.open();
            ChangeState state = journal.find(CrashStory.CHANGE).map(ChangeRecord::state).orElse(ChangeState.REVERTED);
            Map<String, String> now = Tree.of(base.resolve("root"));
            switch (state) {
                case REVERTED -> {
                    assertEquals(before, now, where);
                    assertEquals("", reported, where + ": what was reported as done is lost");
                }
                case APPLIED -> {
                    assertEquals(after, now, where);
                    assertTrue(!reported.contains("undo"), where + ": the undo that was reported as done is lost");
                    CrashStory.undo(bench, journal);
                    assertEquals(before, Tree.of(base.resolve("root")), where + ", then undone");
                }
                case UNDONE -> assertEquals(before, now, where);
                case UNFINISHED, CONFLICTED -> fail(where + ": " + state);
            }
            seen.merge(state, 1, Integer::sum);
        }
    }
}
