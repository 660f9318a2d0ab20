package dev.anole.ops.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.anole.kernel.cgroup.Cgroup;
import dev.anole.kernel.cgroup.CgroupHierarchies;
import dev.anole.kernel.cgroup.Controller;
import dev.anole.kernel.cgroup.Hierarchy;
import dev.anole.kernel.linux.ErrnoException;
import dev.anole.operation.Host;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Control groups that the test makes, in whichever hierarchies this host has. */
class CgroupKernelTest {
    private final String name = "docker-" + String.format("a9012%059x", ProcessHandle.current().pid()) + ".scope";
    private final List<Cgroup> made = new ArrayList<>();
    private Process child;

    @BeforeEach
    void makeGroups() throws Exception {
        CgroupHierarchies hierarchies = CgroupHierarchies.detect();
        List<Hierarchy> wanted = new ArrayList<>();
        for (Controller controller : List.of(Controller.CPU, Controller.CPUACCT, Controller.MEMORY, Controller.PIDS)) {
            hierarchies.of(controller).filter(h -> !wanted.contains(h)).ifPresent(wanted::add);
        }
        hierarchies.unified().filter(h -> !wanted.contains(h)).ifPresent(wanted::add);
        assumeTrue(!wanted.isEmpty(), "no control groups are mounted");
        child = new ProcessBuilder("sh", "-c", "while :; do :; done").start();
        for (Hierarchy hierarchy : wanted) {
            Cgroup group = hierarchy.top().child(name);
            try {
                group.create();
            } catch (ErrnoException e) {
                assumeTrue(false, "this user may not make control groups: " + e.getMessage());
            }
            made.add(group);
            group.add((int) child.pid());
        }
    }

    @AfterEach
    void removeGroups() throws Exception {
        if (child != null) {
            child.destroyForcibly().waitFor();
        }
        for (Cgroup group : made) {
            for (int i = 0; i < 50 && group.exists(); i++) {
                try {
                    group.remove();
                } catch (ErrnoException busy) {
                    Thread.sleep(20);   // the kernel lets go of the dead a little later
                }
            }
        }
    }

    @Test
    void aGroupThatBurnsOneCoreShowsItAndIsForgottenWhenItHasGone() throws Exception {
        Board board = new Board();
        try (CgroupSampler sampler = new CgroupSampler(Host.local(), board, 500)) {
            String label = "{" + made.getFirst().path() + "}";
            double cpu = 0;
            SeriesValues values = null;
            for (int i = 0; i < 4; i++) {
                Tick tick = Tick.now();
                board.begin(tick);
                sampler.sample(tick);
                values = board.snapshot();
                Thread.sleep(400);
            }
            assertNotNull(values.get("cgroup.cpu" + label), "CPU of " + label);
            cpu = values.get("cgroup.cpu" + label);
            assertTrue(cpu > 5 && cpu < 115, "CPU " + cpu);
            if (made.stream().anyMatch(g -> g.hierarchy().has(Controller.MEMORY))) {
                assertTrue(values.get("cgroup.memory.bytes" + label) >= 0);
            }
            if (made.stream().anyMatch(g -> g.hierarchy().has(Controller.PIDS))) {
                assertEquals(1, values.get("cgroup.tasks" + label));
            }
            removeGroups();
            made.clear();
            Tick later = new Tick(java.time.Instant.now(), System.nanoTime() + 11_000_000_000L);
            board.begin(later);
            sampler.sample(later);
            assertTrue(board.snapshot().keySet().stream().noneMatch(k -> k.contains(name)));
        }
    }

    @Test
    void aProcessInAContainersGroupIsShownAsTheContainers() throws Exception {
        try (Sampling sampling = new Sampling(Host.local(), CollectorConfiguration.standard())) {
            for (int i = 0; i < 2; i++) {
                sampling.sample(Tick.now());
                Thread.sleep(20);
            }
            ProcessSample seen = sampling.processes().stream().filter(p -> p.pid() == child.pid()).findFirst().orElseThrow();
            assertEquals("docker a90120000000", seen.owner());
        }
        ContainerInventory container = ContainerInventory.of(Host.local(), ProcessScan.of(Host.local())).stream()
            .filter(c -> c.group().endsWith(name)).findFirst().orElseThrow();
        assertEquals("docker", container.runtime());
        assertEquals((int) child.pid(), container.pid());
        assertEquals(1, container.processes());
    }

    @Test
    void aHostWithoutGroupsSaysSoAndHasNoSeries(@TempDir Path root) {
        Fixture fixture = new Fixture(root).with("/proc/self/mountinfo", "22 27 0:21 / /proc rw - proc proc rw\n");
        CgroupSampler sampler = new CgroupSampler(fixture.host, fixture.board, 100);
        assertEquals(0, fixture.sample(sampler, 1).size());
        assertTrue(sampler.probe() instanceof dev.anole.operation.Probe.Unavailable);
    }

    @Test
    void aHostOfVersion2WithManyGroupsReadsEachInTurnAndNoneTooMany(@TempDir Path root) {
        Fixture fixture = new Fixture(root).with("/proc/self/mountinfo", "35 27 0:30 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n")
            .with("/sys/fs/cgroup/cgroup.controllers", "cpu io memory pids\n");
        for (int i = 0; i < 400; i++) {
            String group = "/sys/fs/cgroup/system.slice/s" + i + ".service/";
            fixture.with(group + "cpu.stat", "usage_usec 1000\nuser_usec 600\nsystem_usec 400\n").with(group + "memory.current", "4096\n")
                .with(group + "memory.max", "max\n").with(group + "io.stat", "254:0 rbytes=10 wbytes=20 rios=1 wios=2 dbytes=0 dios=0\n")
                .with(group + "cpu.pressure", "some avg10=0.00 avg60=0.00 avg300=0.00 total=5\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=1\n");
        }
        CgroupSampler sampler = new CgroupSampler(fixture.host, fixture.board, 300);
        SeriesValues values = fixture.sample(sampler, 1);
        assertEquals(59, memories(values), "60 at once, one of which is the slice, which has no files here");
        for (int i = 0; i < 4; i++) {
            values = fixture.sample(sampler, 1);
        }
        assertEquals(299, memories(values));
        fixture.with("/sys/fs/cgroup/system.slice/s1.service/cpu.stat", "usage_usec 501000\nuser_usec 600\nsystem_usec 400\n");
        for (int i = 0; i < 5; i++) {
            values = fixture.sample(sampler, 1);
        }
        assertEquals(10, values.get("cgroup.cpu{/system.slice/s1.service}"), 1e-6, "500 ms in 5 s");
        assertNull(values.get("cgroup.memory.limit.bytes{/system.slice/s1.service}"), "no limit is not a number");
        assertFalse(values.containsKey("cgroup.cpu{/system.slice}"));
    }

    private static long memories(SeriesValues values) {
        return values.keySet().stream().filter(k -> k.startsWith("cgroup.memory.bytes{")).count();
    }
}
