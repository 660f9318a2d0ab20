package dev.anole.kernel.cgroup;

import dev.anole.kernel.linux.Credentials;
import org.junit.jupiter.api.Test;

import java.io.File;
import java.util.Optional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** A reader that holds files open answers as one that does not. */
class HeldFilesKernelTest {
    private static final CgroupHierarchies HIERARCHIES = CgroupHierarchies.detect();

    @Test
    void aGroupThatGoesAndComesBackByItsNameIsTheNewOne() {
        Optional<Hierarchy> unified = HIERARCHIES.unified();
        assumeTrue(unified.isPresent(), "no hierarchy of version 2 is mounted");
        assumeTrue(Credentials.current().effectiveUid() == 0, "making groups needs root");
        Cgroup group = unified.get().top().child("anole-held-" + ProcessHandle.current().pid());
        group.create();
        try (CgroupReader reader = new CgroupReader(HIERARCHIES, 4)) {
            assertTrue(reader.pressure(group.path(), PressureResource.CPU) instanceof PressureReading.Pressure
                    || reader.cpuThrottling(group.path()).isPresent() || group.has("cpu.stat"));
            int open = new File("/proc/self/fd").list().length;
            assertEquals(Optional.of(0L), unifiedUsage(reader, group));
            group.remove();
            assertEquals(Optional.empty(), unifiedUsage(reader, group));
            group.create();
            assertEquals(Optional.of(0L), unifiedUsage(reader, group));
            reader.forget(group.path());
            assertTrue(new File("/proc/self/fd").list().length <= open, "its files are let go");
        } finally {
            if (group.exists()) {
                group.remove();
            }
        }
    }

    /** On a hybrid host the usage would come from version 1, where the group is not. */
    private static Optional<Long> unifiedUsage(CgroupReader reader, Cgroup group) {
        return reader.cpuUsage(group.path()).map(CpuUsage::usageMicros);
    }

    @Test
    void noMoreFilesAreHeldThanAllowed() {
        assumeTrue(HIERARCHIES.mode() != CgroupMode.NONE, "no control groups are mounted");
        int before = new File("/proc/self/fd").list().length;
        try (CgroupReader reader = new CgroupReader(HIERARCHIES, 2)) {
            for (int i = 0; i < 3; i++) {
                for (PressureResource resource : PressureResource.values()) {
                    reader.pressure("/", resource);
                }
                reader.memoryUsage("/");
                reader.cpuUsage("/");
            }
            assertTrue(new File("/proc/self/fd").list().length <= before + 2);
        }
        assertTrue(new File("/proc/self/fd").list().length <= before);
    }
}
