package dev.anole.kernel.cgroup;

import dev.anole.kernel.linux.Credentials;
import dev.anole.kernel.linux.Epoll;
import dev.anole.kernel.linux.Errno;
import dev.anole.kernel.linux.ErrnoException;
import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The groups of this host are read; only groups made here, below the own one, are changed. */
class CgroupKernelTest {
    private static final CgroupHierarchies HIERARCHIES = CgroupHierarchies.detect();

    @Test
    void theModeIsThatOfTheMounts() throws Exception {
        String mounts = Files.readString(Path.of("/proc/self/mounts"));
        boolean v1 = mounts.contains(" cgroup ");
        boolean v2 = mounts.contains(" cgroup2 ");
        CgroupMode expected = v1 ? v2 ? CgroupMode.HYBRID : CgroupMode.V1 : v2 ? CgroupMode.V2 : CgroupMode.NONE;
        assertEquals(expected, HIERARCHIES.mode());
    }

    @Test
    void thisProcessIsInItsGroupOfEveryHierarchy() {
        assumeTrue(HIERARCHIES.mode() != CgroupMode.NONE, "no control groups are mounted");
        int self = (int) ProcessHandle.current().pid();
        for (Hierarchy hierarchy : HIERARCHIES.all()) {
            Optional<Cgroup> group = ProcessCgroups.current().in(hierarchy);
            if (group.isPresent()) {
                assertTrue(group.get().processes().contains(self), hierarchy.mountPoint());
            }
        }
    }

    @Test
    void theFiguresOfTheOwnGroupMakeSense() {
        assumeTrue(HIERARCHIES.mode() != CgroupMode.NONE, "no control groups are mounted");
        ProcessCgroups own = ProcessCgroups.current();
        try (CgroupReader reader = new CgroupReader(HIERARCHIES)) {
            HIERARCHIES.of(Controller.MEMORY).flatMap(own::pathIn).ifPresent(path -> {
                reader.memoryUsage(path).ifPresent(usage -> assertTrue(usage.currentBytes() > 1 << 20));
                MemoryBreakdown breakdown = reader.memoryBreakdown(path).orElseThrow();
                assertTrue(breakdown.anonymousBytes() > 1 << 20);
                assertTrue(breakdown.faults() >= breakdown.majorFaults());
            });
            HIERARCHIES.of(Controller.CPUACCT).flatMap(own::pathIn).ifPresent(path -> {
                CpuUsage before = reader.cpuUsage(path).orElseThrow();
                long start = System.nanoTime();
                while (System.nanoTime() - start < 30_000_000) {
                    Thread.onSpinWait();
                }
                CpuUsage after = reader.cpuUsage(path).orElseThrow();
                assertTrue(after.usageMicros() >= before.usageMicros() + 10_000, before + " then " + after);
            });
        }
    }

    @Test
    void aGroupsLimitsAreReadBackInBothVersions() {
        for (Hierarchy hierarchy : HIERARCHIES.all()) {
            if (hierarchy.has(Controller.MEMORY)) {
                withOwnGroup(hierarchy, group -> {
                    boolean v1 = hierarchy.version() == CgroupVersion.V1;
                    try (CgroupReader reader = new CgroupReader(HIERARCHIES)) {
                        assumeTrue(group.has(v1 ? "memory.limit_in_bytes" : "memory.max"), "no memory limit here");
                        assertEquals(OptionalLong.empty(), reader.memoryUsage(group.path()).orElseThrow().limitBytes());
                        group.set(v1 ? "memory.limit_in_bytes" : "memory.max", String.valueOf(64 << 20));
                        MemoryUsage usage = reader.memoryUsage(group.path()).orElseThrow();
                        assertEquals(OptionalLong.of(64 << 20), usage.limitBytes());
                        assertEquals(0, reader.memoryEvents(group.path()).orElseThrow().killed());
                    }
                });
            }
            if (hierarchy.has(Controller.CPU)) {
                withOwnGroup(hierarchy, group -> {
                    boolean v1 = hierarchy.version() == CgroupVersion.V1;
                    try (CgroupReader reader = new CgroupReader(HIERARCHIES)) {
                        assumeTrue(group.has(v1 ? "cpu.cfs_quota_us" : "cpu.max"), "no cpu quota here");
                        CpuLimit unlimited = reader.cpuLimit(group.path()).orElseThrow();
                        assertEquals(OptionalLong.empty(), unlimited.quotaMicros());
                        assertTrue(v1 ? unlimited.shares().isPresent() : unlimited.weight().isPresent());
                        group.set(v1 ? "cpu.cfs_quota_us" : "cpu.max", "50000");
                        CpuLimit limit = reader.cpuLimit(group.path()).orElseThrow();
                        assertEquals(OptionalLong.of(50_000), limit.quotaMicros());
                        assertEquals(100_000, limit.periodMicros());
                        assertEquals(0, reader.cpuThrottling(group.path()).orElseThrow().throttledPeriods());
                    }
                });
            }
        }
    }

    @Test
    void aProcessIsMovedInCountedAndKilled() {
        for (Hierarchy hierarchy : HIERARCHIES.all()) {
            if (!hierarchy.has(Controller.PIDS) && hierarchy.version() == CgroupVersion.V1) {
                continue;
            }
            withOwnGroup(hierarchy, group -> {
                Process child = new ProcessBuilder("sleep", "100").start();
                try (CgroupReader reader = new CgroupReader(HIERARCHIES)) {
                    group.add((int) child.pid());
                    assertEquals(List.of((int) child.pid()), group.processes());
                    assertEquals(Optional.of(group), ProcessCgroups.of((int) child.pid()).in(hierarchy));
                    if (hierarchy.has(Controller.PIDS) && (hierarchy.version() == CgroupVersion.V1 || group.has("pids.current"))) {
                        assertEveryThreadIsCounted(child.pid(), () -> reader.pids(group.path()).orElseThrow());
                    }
                    assertEquals(Errno.EBUSY, assertThrows(ErrnoException.class, group::remove).errno());
                    group.kill();
                    assertTrue(child.waitFor(20, TimeUnit.SECONDS));
                    assertEquals(128 + 9, child.exitValue());
                } finally {
                    child.destroyForcibly().waitFor();
                }
            });
        }
    }

    /**
     * The controller counts tasks, that is threads (the kernel's cgroup-v1/pids.rst): sleep(1) has one, and a second where QEMU's
     * user emulation runs it (the thread that call_rcu of its util/rcu.c needs), perhaps a moment later.
     */
    private static void assertEveryThreadIsCounted(long pid, Supplier<PidsUsage> usage) throws Exception {
        for (int i = 0; ; i++) {
            long threads;
            try (Stream<Path> tasks = Files.list(Path.of("/proc/" + pid + "/task"))) {
                threads = tasks.count();
            }
            PidsUsage seen = usage.get();
            if (i == 100 || seen.current() == threads) {
                assertEquals(new PidsUsage(threads, OptionalLong.empty()), seen);
                return;
            }
            Thread.sleep(10);
        }
    }

    @Test
    void aFrozenProcessStandsStill() {
        for (Hierarchy hierarchy : HIERARCHIES.all()) {
            if (!hierarchy.has(Controller.FREEZER) && hierarchy.version() == CgroupVersion.V1) {
                continue;
            }
            withOwnGroup(hierarchy, group -> {
                Process child = new ProcessBuilder("sleep", "100").start();
                try {
                    group.add((int) child.pid());
                    group.freeze(true);
                    for (int i = 0; i < 1000 && !group.isFrozen(); i++) {
                        Thread.sleep(2);
                    }
                    assertTrue(group.isFrozen());
                    group.freeze(false);
                    for (int i = 0; i < 1000 && group.isFrozen(); i++) {
                        Thread.sleep(2);
                    }
                    assertFalse(group.isFrozen());
                } finally {
                    group.freeze(false);
                    child.destroyForcibly().waitFor();
                }
            });
        }
    }

    @Test
    void aWalkFindsParentsBeforeChildrenAndKeepsToItsBound() {
        assumeTrue(HIERARCHIES.mode() != CgroupMode.NONE, "no control groups are mounted");
        Hierarchy hierarchy = HIERARCHIES.all().getLast();
        withOwnGroup(hierarchy, group -> {
            Cgroup a = group.child("a");
            Cgroup b = a.child("b");
            try {
                a.create();
                b.create();
                assertEquals(new CgroupWalk(List.of(group, a, b), false), CgroupWalk.of(group, 3));
                assertEquals(new CgroupWalk(List.of(group, a), true), CgroupWalk.of(group, 2));
                assertTrue(a.exists());
            } finally {
                b.remove();
                a.remove();
            }
            assertFalse(a.exists());
            assertEquals(List.of(), CgroupWalk.of(a, 10).groups());
        });
    }

    @Test
    void pressureIsMeasuredOrItsAbsenceExplained() {
        boolean kept = Files.exists(Path.of("/proc/pressure/cpu"));
        try (HostPressure host = new HostPressure(); CgroupReader reader = new CgroupReader(HIERARCHIES)) {
            PressureReading reading = host.read(PressureResource.CPU);
            if (kept) {
                PressureReading.Pressure pressure = assertInstanceOf(PressureReading.Pressure.class, reading);
                assertTrue(pressure.some().orElseThrow().totalMicros() > 0);
            } else {
                assertInstanceOf(PressureReading.Unavailable.class, reading);
            }
            PressureReading.Unavailable gone = assertInstanceOf(PressureReading.Unavailable.class,
                    reader.pressure("/anole-no-such-group", PressureResource.MEMORY));
            assertFalse(gone.reason().isEmpty());
        }
        assumeTrue(kept && HIERARCHIES.unified().isPresent(), "no pressure in a hierarchy of version 2");
        withOwnGroup(HIERARCHIES.unified().orElseThrow(), group -> {
            try (CgroupReader reader = new CgroupReader(HIERARCHIES)) {
                assertInstanceOf(PressureReading.Pressure.class, reader.pressure(group.path(), PressureResource.IO));
                assumeTrue(group.has("cgroup.pressure"), "pressure cannot be switched off here");
                group.set("cgroup.pressure", "0");
                PressureReading.Unavailable off = assertInstanceOf(PressureReading.Unavailable.class,
                        reader.pressure(group.path(), PressureResource.IO));
                assertTrue(off.remedy().contains("cgroup.pressure"), off.toString());
            }
        });
    }

    @Test
    void aTriggerIsTakenByTheKernelOrRefusedBeforeItGetsThere() {
        assumeTrue(Files.exists(Path.of("/proc/pressure/memory")), "this kernel does not measure pressure");
        try (Epoll epoll = Epoll.open();
                PressureTrigger trigger = PressureTrigger.ofHost(PressureResource.MEMORY, PressureTrigger.Kind.FULL,
                        Duration.ofMillis(1900), Duration.ofSeconds(2))) {
            trigger.addTo(epoll, 1);
            assertEquals(0, epoll.await(Duration.ZERO));
        }
        assertThrows(IllegalArgumentException.class, () -> PressureTrigger.ofHost(PressureResource.CPU,
                PressureTrigger.Kind.SOME, Duration.ofSeconds(3), Duration.ofSeconds(2)));
    }

    @Test
    void cpuUsageOfAGroupThatHasGoneIsEmpty() {
        try (CgroupReader reader = new CgroupReader(HIERARCHIES)) {
            assertEquals(Optional.empty(), reader.cpuUsage("/anole-no-such-group"));
            assertEquals(Optional.empty(), reader.memoryUsage("/anole-no-such-group"));
            assertEquals(Optional.empty(), reader.io("/anole-no-such-group"));
        }
    }

    private interface Work {
        void on(Cgroup group) throws Exception;
    }

    /** A new group below the one that this process is in, or below the top where that is not shown. */
    private static void withOwnGroup(Hierarchy hierarchy, Work work) {
        assumeTrue(Credentials.current().isRoot(), "making control groups needs root");
        Cgroup parent = ProcessCgroups.current().in(hierarchy).orElse(hierarchy.top());
        Cgroup group = parent.child("anole-test-" + ProcessHandle.current().pid());
        try {
            group.create();
        } catch (ErrnoException e) {
            assumeTrue(e.errno() != Errno.EROFS && e.errno() != Errno.EACCES, "cannot make a group: " + e.getMessage());
            throw e;
        }
        try {
            work.on(group);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        } finally {
            removeOnceEmpty(group);
        }
    }

    /** A killed process leaves its group a moment after its parent has seen it end. */
    private static void removeOnceEmpty(Cgroup group) {
        for (int i = 0; i < 500; i++) {
            try {
                group.remove();
                return;
            } catch (ErrnoException e) {
                if (e.errno() != Errno.EBUSY) {
                    throw e;
                }
                java.util.concurrent.locks.LockSupport.parkNanos(2_000_000);
            }
        }
        group.remove();
    }
}
