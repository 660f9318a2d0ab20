package dev.anole.kernel.bpf.trace;

import dev.anole.kernel.bpf.BpfProbe;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.function.Predicate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

/** Scripts at work in the running kernel. */
class TraceKernelTest {
    private static final long PATIENCE_NANOS = 15_000_000_000L;
    private static final long OWN = ProcessHandle.current().pid();

    @BeforeAll
    static void kernelTakesIt() {
        if (BpfProbe.program("tp_btf/sched_switch") instanceof BpfProbe.Unavailable(String reason, String remedy)) {
            abort(reason);
        }
    }

    private static List<TraceTable> run(String script, Predicate<List<TraceTable>> enough) {
        try (Trace trace = Trace.start(script)) {
            long end = System.nanoTime() + PATIENCE_NANOS;
            while (true) {
                Thread.sleep(20);
                List<TraceTable> tables = trace.tables();
                if (enough.test(tables)) {
                    assertEquals(0, trace.lost());
                    return tables;
                }
                assertTrue(System.nanoTime() < end, "not enough of " + script + ": " + tables);
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean hasRows(List<TraceTable> tables) {
        return tables.stream().noneMatch(table -> table.rows().isEmpty());
    }

    @Test
    void switchesAreCountedByName() {
        TraceTable table = run("sched_switch { @[comm] = count() }", TraceKernelTest::hasRows).getFirst();
        assertTrue(table.rows().stream().allMatch(row -> row.cell().weight() > 0 && !row.key().getFirst().isBlank()), table.text());
        assertTrue(table.text().startsWith("@["), table.text());
    }

    @Test
    void aFilterLetsOnlyItsOwnThrough() {
        List<TraceTable> tables = run("sched_switch /pid == " + OWN + "/ { @own[pid] = count(); @names[prev.comm, prev->tgid] = count() }",
                TraceKernelTest::hasRows);
        assertEquals(List.of(Long.toString(OWN)), tables.get(0).rows().getFirst().key());
        assertEquals(1, tables.get(0).rows().size());
        assertTrue(tables.get(1).rows().stream().allMatch(row -> row.key().get(1).equals(Long.toString(OWN))), tables.get(1).text());
    }

    @Test
    void timeBetweenTwoProbesBecomesAHistogram() {
        List<TraceTable> tables = run("sched_wakeup, sched_wakeup_new { @woken[p.pid] = nsecs } "
                + "sched_switch /@woken[next.pid]/ { @late = hist((nsecs - @woken[next.pid]) / 1000); "
                + "@longest = max(nsecs - @woken[next.pid]); @mean = avg(nsecs - @woken[next.pid]); delete(@woken[next.pid]) }",
                found -> found.stream().filter(table -> !table.map().equals("woken")).allMatch(table -> !table.rows().isEmpty()));
        TraceTable late = tables.stream().filter(table -> table.map().equals("late")).findFirst().orElseThrow();
        assertTrue(late.text().contains("|@"), late.text());
        long longest = weight(tables, "longest");
        long mean = weight(tables, "mean");
        assertTrue(mean > 0 && mean <= longest && longest < 60_000_000_000L, mean + " of " + longest);
    }

    private static long weight(List<TraceTable> tables, String map) {
        return tables.stream().filter(table -> table.map().equals(map)).findFirst().orElseThrow().rows().getFirst().cell().weight();
    }

    @Test
    void stacksOfTheKernelHaveNames() {
        TraceTable table = run("sched_switch { @[kstack] = count() }", TraceKernelTest::hasRows).getFirst();
        assertTrue(table.text().contains("schedule"), table.text());
    }

    @Test
    void aClockSamples() {
        TraceTable table = run("profile:hz:99 { @[cpu] = count() }", TraceKernelTest::hasRows).getFirst();
        assertTrue(Integer.parseInt(table.rows().getFirst().key().getFirst()) >= 0);
    }

    @Test
    void numbersAreWhatCMakesOfThem() {
        List<TraceTable> tables = run("sched_switch { @a = sum(0 * pid + 7 * (3 + 4) - 50 / 7 % 4); @b = min(-5); @c = max(1 << 4 | 3); "
                + "@d = sum(!0 + !7 + (3 > 2) + (2 > 3) + (1 && 0) + (0 || 5)); @e = 255 & 15 ^ 1; @f = 0x10; "
                + "@g = (\"abc\" == \"abc\") + 2 * (\"abc\" != \"abd\"); @h = avg(6); @i = stats(4); @j = hist(-1); "
                + "@k = ~0 == -1; @l = prev.prio < 0 }", TraceKernelTest::hasRows);
        assertEquals(0, weight(tables, "a") % (49 - 50 / 7 % 4));
        assertEquals(-5, weight(tables, "b"));
        assertEquals(19, weight(tables, "c"));
        assertEquals(14, weight(tables, "e"));
        assertEquals(16, weight(tables, "f"));
        assertEquals(3, weight(tables, "g"));
        assertEquals(6, weight(tables, "h"));
        assertEquals(1, weight(tables, "k"));
        assertEquals(0, weight(tables, "l"));
        assertTrue(tables.get(8).text().contains("average 4, total "), tables.get(8).text());
        assertTrue(tables.get(9).text().contains("(..., 0)"), tables.get(9).text());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "sched_switch { @[next.comm] = count() }",
        "sched_switch { @[prev.mm.owner.comm] = count() }",
        "sched_process_exec { @[comm, pid] = count() }",
        "sched_process_fork { @[parent.comm, child.pid] = count() }",
        "sched_switch { @[prev.se.on_rq, prev->real_parent->comm] = sum(prev.se.vruntime) }",
        "sched_switch { @[prev.in_iowait, prev.sched_reset_on_fork] = count() }",
        "sys_enter { @[comm, id] = count() }",
        "sys_exit /ret < 0/ { @[-ret] = count() }",
        "sys_enter /comm == \"java\" && cpu < 64 && uid >= 0/ { @calls[tid, gid, cgroup]++ }",
        "tp:sched_wakeup { @[p.comm, p.prio >= 100] = count() }",
        "timer_start { @[ustack] = count() }",
        "netif_receive_skb { @[skb.dev.name] = sum(skb.len) }",
        "block_rq_issue { @bytes = hist(rq.__data_len) }",
        "uprobe:/bin/bash:readline { @[comm] = count() }"})
    void whatPeopleAskEveryDayIsTaken(String script) {
        try (Trace trace = Trace.start(script)) {
            trace.tables().forEach(table -> assertFalse(table.text().contains("\0")));
        } catch (dev.anole.kernel.linux.UnavailableException | dev.anole.kernel.bpf.ObjectException e) {
            abort(e.getMessage());
        } catch (TraceException e) {
            if (e.getMessage().contains("this kernel has no")) {
                abort(e.getMessage());
            }
            throw e;
        }
    }
}
