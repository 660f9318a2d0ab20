package dev.anole.ops.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.anole.operation.Host;
import dev.anole.operation.Service;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The collector on the kernel that runs the tests. */
class CollectorKernelTest {
    private static Optional<ProcessSample> find(Reading reading, long pid) {
        return reading.processes().stream().filter(p -> p.pid() == pid).findFirst();
    }

    @Test
    void samplesComeOnceASecondEachInASecondOfItsOwn() throws Exception {
        try (Collector collector = new Collector(Host.local())) {
            collector.start(CollectorConfiguration.standard());
            try (Subscription samples = collector.subscribe()) {
                long before = 0;
                for (int i = 0; i < 4; i++) {
                    Sample sample = samples.next(Duration.ofSeconds(5)).orElseThrow();
                    long second = sample.at().getEpochSecond();
                    assertTrue(before == 0 || second == before + 1 || i == 1, "after " + before + " came " + second);
                    before = second;
                }
            }
            assertTrue(collector.ready());
            assertTrue(collector.health() instanceof Service.Health.Good, String.valueOf(collector.health()));
            Sample latest = collector.latest().orElseThrow();
            double sum = 0;
            for (String state : new String[] {"user", "nice", "system", "idle", "iowait", "irq", "softirq", "steal"}) {
                sum += latest.value("cpu." + state);
            }
            assertEquals(100, sum, 0.01);
            assertTrue(latest.value("memory.total") > latest.value("memory.available"));
            assertTrue(collector.history().orElseThrow().mean("cpu.user", Duration.ofSeconds(3)) >= 0);
        }
    }

    @Test
    void aChildThatBurnsAllocatesAndWritesShowsWhatItDoes() throws Exception {
        Path file = Files.createTempFile(Path.of("target"), "written", ".data");
        // 100 MB of memory held, a core burnt, and writes that reach the disk.
        assumeTrue(Files.exists(Path.of("/usr/bin/perl")), "needs perl, which every Debian has");
        Process child = new ProcessBuilder("/usr/bin/perl", "-MIO::Handle", "-e", """
            my $held = "x" x 100_000_000;
            open(my $out, "+<", $ARGV[0]) or die;
            $| = 1; print "ready\\n";
            while (1) { sysseek($out, 0, 0); syswrite($out, $held, 1 << 20); $out->sync; for (my $i = 0; $i < 300_000; $i++) {} }
            """, file.toString()).redirectErrorStream(true).start();
        try (Sampling sampling = new Sampling(Host.local(), CollectorConfiguration.standard())) {
            child.getInputStream().read();
            sampling.sample(Tick.now());
            ProcessSample seen = null;
            for (int i = 0; i < 3; i++) {
                Thread.sleep(500);
                sampling.sample(Tick.now());
                seen = sampling.processes().stream().filter(p -> p.pid() == child.pid()).findFirst().orElseThrow();
            }
            assertTrue(seen.cpuPercent() > 5 && seen.cpuPercent() < 110, "CPU " + seen.cpuPercent());
            assertTrue(seen.residentBytes() > 100_000_000 && seen.residentBytes() < 250_000_000, "memory " + seen.residentBytes());
            assertTrue(seen.writeBytesPerSecond() > 1 << 20, "written " + seen.writeBytesPerSecond());
            assertEquals(1, seen.threads());
            assertEquals(4, seen.descriptors().orElseThrow());
            assertEquals(ProcessHandle.current().pid(), seen.parent());
            assertTrue(seen.command().startsWith("/usr/bin/perl -MIO::Handle -e my $held"), seen.command());
            assertEquals(System.getProperty("user.name"), seen.user());
            assertTrue(Duration.between(seen.started(), java.time.Instant.now()).abs().toSeconds() < 20, "started " + seen.started());
        } finally {
            child.destroyForcibly().waitFor();
            Files.delete(file);
        }
    }

    @Test
    void aHostileNameIsShownHarmlessAndAVanishedProcessIsForgotten() throws Exception {
        Path directory = Files.createTempDirectory("anole-collect");
        Path program = Files.copy(Path.of("/bin/sleep"), directory.resolve("a) R 1\n\u001b[31m"));
        Process child = new ProcessBuilder(program.toString(), "600").start();
        try (Sampling sampling = new Sampling(Host.local(), CollectorConfiguration.standard())) {
            for (int i = 0; i < 2; i++) {
                sampling.sample(Tick.now());
                Thread.sleep(50);
            }
            ProcessSample seen = sampling.processes().stream().filter(p -> p.pid() == child.pid()).findFirst().orElseThrow();
            assertEquals("a) R 1??[31m", seen.name());
            assertFalse(seen.command().chars().anyMatch(Character::isISOControl));
            assertEquals(ProcessState.SLEEPING, seen.state());
            assertEquals(ProcessHandle.current().pid(), seen.parent());
            child.destroyForcibly().waitFor();
            sampling.sample(Tick.now());
            assertTrue(sampling.processes().stream().noneMatch(p -> p.pid() == child.pid()));
        } finally {
            child.destroyForcibly().waitFor();
            Files.delete(program);
            Files.delete(directory);
        }
    }

    @Test
    void withoutAServiceAReadingStillHasRates() throws Exception {
        Collector collector = new Collector(Host.local());
        Reading reading = collector.read();
        assertTrue(reading.sample().value("cpu.idle") >= 0);
        assertTrue(find(reading, ProcessHandle.current().pid()).orElseThrow().cpuPercent() >= 0);
        assertTrue(collector.exposition().contains("# TYPE anole_cpu_user_seconds_total counter\n"));
    }

    @Test
    void aSlowReaderLosesTheOldestAndIsTold() {
        Subscription slow = new Subscription(_ -> { });
        for (int i = 0; i < Subscription.WAITING_MAX + 3; i++) {
            slow.put(new Sample(java.time.Instant.ofEpochSecond(i), java.util.Map.of(), java.util.List.of()));
        }
        assertEquals(3, slow.missed());
    }

    @Test
    void thousandsOfShortProcessesLeaveNothingBehind() throws Exception {
        try (Sampling sampling = new Sampling(Host.local(), CollectorConfiguration.standard())) {
            sampling.sample(Tick.now());
            int descriptorsBefore = new java.io.File("/proc/self/fd").list().length;
            int processesBefore = sampling.processes().size();
            Process churn = new ProcessBuilder("sh", "-c",
                "i=0; while [ $i -lt 3000 ]; do sleep 0.02 & i=$((i+1)); [ $((i % 50)) -eq 0 ] && wait; done; wait").start();
            int most = 0;
            while (churn.isAlive()) {
                sampling.sample(Tick.now());
                most = Math.max(most, sampling.processes().size());
                Thread.sleep(3);
            }
            sampling.sample(Tick.now());
            sampling.sample(Tick.now());
            assertTrue(most > processesBefore + 10, "the churn was seen: " + most);
            int descriptorsAfter = new java.io.File("/proc/self/fd").list().length;
            assertTrue(sampling.processes().size() < processesBefore + 30, "processes " + sampling.processes().size());
            assertTrue(descriptorsAfter < descriptorsBefore + 3 * (processesBefore + 30), descriptorsBefore + " to " + descriptorsAfter);
        }
    }

    @Test
    void oneBrokenSourceIsNamedAndTheOthersGoOn(@org.junit.jupiter.api.io.TempDir Path root) {
        Fixture fixture = new Fixture(root).with("/proc/stat", "cpu  no numbers here\n").with("/proc/loadavg", "0.42 0.30 0.20 1/123 4567\n");
        try (Sampling sampling = new Sampling(fixture.host, CollectorConfiguration.standard())) {
            sampling.sample(Tick.now());
            Sample sample = sampling.sample(Tick.now());
            assertEquals(java.util.List.of(), sampling.failing().stream().filter(n -> !n.equals("cpu")).toList());
            assertEquals(0.42, sample.value("load.1"), 1e-9);
            assertTrue(Double.isNaN(sample.value("cpu.user")));
        }
    }
}
