package dev.anole.ops.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.anole.operation.Host;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A JVM of the test's own, seen from outside. */
class JvmKernelTest {
    @Test
    void aJvmIsFoundWithItsHeapThreadsAndOptions() throws Exception {
        Process child = Burner.start(1);
        try {
            JvmInventory jvm = find(child);
            assertEquals(Burner.class.getName(), jvm.main());
            assertEquals(System.getProperty("java.version"), jvm.version());
            assertEquals("Serial", jvm.collector());
            assertTrue(Math.abs(jvm.heapMaxBytes().orElseThrow() - (32 << 20)) < 2 << 20, "at most " + jvm.heapMaxBytes());
            assertTrue(jvm.heapUsedBytes().orElseThrow() <= jvm.heapBytes().orElseThrow());
            assertTrue(jvm.threads().orElseThrow() >= 2);
            assertTrue(jvm.classes().orElseThrow() > 100);
            assertTrue(jvm.options().contains("-Xmx32m"), jvm.options());
            assertFalse(jvm.options().contains("hunter2"), jvm.options());
            assertEquals("", jvm.note());
        } finally {
            child.destroyForcibly().waitFor();
        }
    }

    @Test
    void aJvmThatKeepsNoCountersIsStillFoundAndSaysWhy() throws Exception {
        Process child = new ProcessBuilder(System.getProperty("java.home") + "/bin/java", "-XX:-UsePerfData", "-XX:+UseSerialGC", "-cp",
            System.getProperty("java.class.path"), Burner.class.getName(), "1").start();
        try {
            child.getInputStream().read();
            JvmInventory jvm = find(child);
            assertEquals(System.getProperty("java.version"), jvm.version(), "from the file release beside its libraries");
            assertTrue(jvm.heapUsedBytes().isEmpty());
            assertTrue(jvm.note().contains("-XX:-UsePerfData"), jvm.note());
        } finally {
            child.destroyForcibly().waitFor();
        }
    }

    private static JvmInventory find(Process child) {
        return new Jvms(Host.local()).among(ProcessScan.of(Host.local())).stream().filter(j -> j.pid() == child.pid())
            .findFirst().orElseThrow();
    }

    @Test
    void waitsOfAllThreadsAreCountedAndNotTheMainOnesAlone() throws Exception {
        int threads = 2 * Runtime.getRuntime().availableProcessors() + 1;
        Process child = Burner.start(threads);
        try (Sampling sampling = new Sampling(Host.local(), CollectorConfiguration.standard())) {
            long before = 0;
            long beforeNanos = 0;
            for (int i = 0; i < 3; i++) {
                sampling.sample(Tick.now());
                before = i == 1 ? delay(child) : before;
                beforeNanos = i == 1 ? System.nanoTime() : beforeNanos;
                Thread.sleep(1000);
            }
            double expected = (delay(child) - before) / 1e6 / ((System.nanoTime() - beforeNanos) / 1e9);
            ProcessSample seen = sampling.processes().stream().filter(p -> p.pid() == child.pid()).findFirst().orElseThrow();
            if (sampling.probes().get("run-delay") instanceof dev.anole.operation.Probe.Available) {
                assertTrue(seen.runDelayMsPerSecond() > 500, "waits " + seen.runDelayMsPerSecond());
                assertEquals(expected, seen.runDelayMsPerSecond(), expected / 2, "beside the sum of its threads' own files");
            }
            assertTrue(seen.cpuPercent() > 20, "CPU " + seen.cpuPercent());
            assertTrue(seen.threads() >= threads);
        } finally {
            child.destroyForcibly().waitFor();
        }
    }

    private static long delay(Process child) throws Exception {
        long sum = 0;
        for (File task : new File("/proc/" + child.pid() + "/task").listFiles()) {
            sum += Long.parseLong(Files.readString(task.toPath().resolve("schedstat")).split(" ")[1]);
        }
        return sum;
    }

    @Test
    void aFileOfAnotherUserOrALinkInPlaceOfCountersIsNotRead() throws Exception {
        Path root = Files.createTempDirectory("anole-jvm");
        Path perf = Files.createDirectories(root.resolve("proc/4242/root/tmp/hsperfdata_x"));
        try {
            Fixture fixture = new Fixture(root);
            fixture.with("/proc/4242/stat", "4242 (java) S 1 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 9 0 5 0 9 0 0 0 0 0 0 0 0 0 0 0 0 0 17 1 0 0 0 0 0\n");
            fixture.with("/proc/4242/status", "Name:\tjava\nUid:\t4294967294\t0\t0\t0\nNSpid:\t4242\n");
            Files.createSymbolicLink(perf.resolve("4242"), Path.of("/etc/passwd"));
            JvmInventory jvm = new Jvms(fixture.host).among(ProcessScan.of(fixture.host)).getFirst();
            assertTrue(jvm.heapUsedBytes().isEmpty());
            Files.delete(perf.resolve("4242"));
            Files.write(perf.resolve("4242"), new byte[64]);
            assertTrue(new Jvms(fixture.host).among(ProcessScan.of(fixture.host)).getFirst().heapUsedBytes().isEmpty());
            assertEquals(List.of(4242), ProcessScan.of(fixture.host).stream().map(ProcessScan.Seen::pid).toList());
        } finally {
            try (var files = Files.walk(root)) {
                files.sorted(java.util.Comparator.reverseOrder()).forEach(f -> f.toFile().delete());
            }
        }
    }
}
