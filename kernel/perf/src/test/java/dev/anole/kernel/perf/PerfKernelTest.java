package dev.anole.kernel.perf;

import dev.anole.kernel.linux.Errno;
import dev.anole.kernel.linux.ErrnoException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.lang.management.ManagementFactory;

import static dev.anole.kernel.perf.HardwareEvent.PERF_COUNT_HW_INSTRUCTIONS;
import static dev.anole.kernel.perf.SoftwareEvent.PERF_COUNT_SW_CONTEXT_SWITCHES;
import static dev.anole.kernel.perf.SoftwareEvent.PERF_COUNT_SW_CPU_CLOCK;
import static dev.anole.kernel.perf.SoftwareEvent.PERF_COUNT_SW_PAGE_FAULTS;
import static dev.anole.kernel.perf.SoftwareEvent.PERF_COUNT_SW_TASK_CLOCK;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class PerfKernelTest {
    private static final PerfTarget SELF = new PerfTarget.Task(0);

    @BeforeEach
    void countersMayBeOpened() {
        PerfProbe probe = PerfProbe.of(PERF_COUNT_SW_TASK_CLOCK, SELF);
        assumeTrue(probe instanceof PerfProbe.Available, probe.toString());
    }

    @Test
    void aThreadsOwnWorkIsCountedAndItsPausesAreToo() throws Exception {
        try (PerfGroup group = PerfGroup.open(SELF, PERF_COUNT_SW_TASK_CLOCK, PERF_COUNT_SW_CONTEXT_SWITCHES,
                PERF_COUNT_SW_PAGE_FAULTS)) {
            group.read();
            long clockBefore = group.count(0);
            long switchesBefore = group.count(1);
            var threads = ManagementFactory.getThreadMXBean();
            long cpuBefore = threads.getCurrentThreadCpuTime();
            while (threads.getCurrentThreadCpuTime() - cpuBefore < 20_000_000) {
                Thread.onSpinWait();
            }
            for (int i = 0; i < 5; i++) {
                Thread.sleep(1);
            }
            group.read();
            assertTrue(group.count(0) - clockBefore >= 15_000_000, "nanoseconds: " + (group.count(0) - clockBefore));
            assertTrue(group.count(1) - switchesBefore >= 5, "switches: " + (group.count(1) - switchesBefore));
            assertTrue(group.enabledNanos() > 0);
            assertTrue(group.runningNanos() <= group.enabledNanos());
            assertTrue(group.scaled(0) >= group.count(0));
        }
    }

    @Test
    void aStoppedGroupStandsStill() {
        try (PerfGroup group = PerfGroup.open(SELF, PERF_COUNT_SW_TASK_CLOCK)) {
            group.enable(false);
            group.read();
            long before = group.count(0);
            group.read();
            assertEquals(before, group.count(0));
            group.enable(true);
            group.read();
            assertTrue(group.count(0) > before);
        }
    }

    @Test
    void aProcessorsClockRuns() throws Exception {
        PerfTarget first = new PerfTarget.Processor(0);
        PerfProbe probe = PerfProbe.of(PERF_COUNT_SW_CPU_CLOCK, first);
        assumeTrue(probe instanceof PerfProbe.Available, probe.toString());
        try (PerfGroup group = PerfGroup.open(first, PERF_COUNT_SW_CPU_CLOCK, PERF_COUNT_SW_CONTEXT_SWITCHES)) {
            for (int i = 0; i < 1000 && group.count(1) == 0; i++) {
                Thread.sleep(20);
                group.read();
            }
            assertTrue(group.count(0) >= 10_000_000, group.count(0) + " ns");
            assertTrue(group.count(1) > 0, "no switch in 20 s");
        }
    }

    @Test
    void hardwareEventsAreThereOrTheReasonIsTold() {
        switch (PerfProbe.of(PERF_COUNT_HW_INSTRUCTIONS, SELF)) {
            case PerfProbe.Available available -> {
                try (PerfGroup group = PerfGroup.openUserOnly(SELF, PERF_COUNT_HW_INSTRUCTIONS)) {
                    group.read();
                    assertTrue(group.count(0) > 0);
                }
            }
            case PerfProbe.Unavailable(Errno errno, String reason, String remedy) -> {
                assertTrue(reason.endsWith("(" + errno + ")"), reason);
                assertFalse(remedy.isEmpty());
                assertEquals(errno, assertThrows(ErrnoException.class,
                        () -> PerfGroup.open(SELF, PERF_COUNT_SW_TASK_CLOCK, PERF_COUNT_HW_INSTRUCTIONS)).errno());
            }
        }
    }

    @Test
    void whatIsNotThereIsRefused() {
        assertEquals(Errno.ESRCH, assertThrows(ErrnoException.class, () -> PerfGroup.open(
                new PerfTarget.Task(Integer.MAX_VALUE), PERF_COUNT_SW_TASK_CLOCK)).errno());
        assertInstanceOf(PerfProbe.Unavailable.class,
                PerfProbe.of(PERF_COUNT_SW_CPU_CLOCK, new PerfTarget.Processor(1_000_000)));
        assertThrows(IllegalArgumentException.class, () -> PerfGroup.open(SELF));
    }
}
