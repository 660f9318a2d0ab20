package dev.anole.ops.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.anole.operation.Probe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is noticed of services and read out of the kernel log. */
class IncidentsTest {
    private static final Instant AT = Instant.parse("2026-03-01T08:00:00Z");
    @TempDir
    Path root;

    private static List<String> told(String text) {
        return KernelIncidents.of(new KernelMessage(AT, KernelMessage.Severity.ERROR, text, 1, 1)).stream()
            .map(i -> i.kind() + ": " + i.subject() + ": " + i.text().en()).toList();
    }

    @Test
    void theKernelsOwnWordsAreUnderstood() {
        Map.of(
            "Out of memory: Killed process 4242 (java) total-vm:8388608kB, anon-rss:7340032kB", "OUT_OF_MEMORY: java: out of memory: java (4242) killed",
            "Memory cgroup out of memory: Killed process 17 (a) b (c)) total-vm:1kB", "OUT_OF_MEMORY: a: out of memory: a (17) killed",
            "INFO: task jbd2/vda-8:210 blocked for more than 122 seconds.", "HANG: jbd2/vda-8: jbd2/vda-8 (210) hangs in the kernel for 122 s",
            "watchdog: BUG: soft lockup - CPU#3 stuck for 22s! [java:99]", "HANG: CPU 3: CPU 3 is stuck for 22 s",
            "nginx[811]: segfault at 0 ip 000055d3 sp 00007ffc error 4 in nginx[55d3+1000]", "CRASH: nginx: nginx (811) crashed",
            "I/O error, dev sdb, sector 2048 op 0x0:(READ) flags 0x0 phys_seg 1 prio class 2", "DISK_ERROR: sdb: I/O error on sdb",
            "EXT4-fs error (device vda1): ext4_lookup:1785: inode #2: comm ls: deleted inode", "DISK_ERROR: vda1: file system error on vda1",
            "XFS (nvme0n1p2): Metadata corruption detected at xfs_agf_read_verify", "DISK_ERROR: nvme0n1p2: file system error on nvme0n1p2",
            "mce: [Hardware Error]: Machine check events logged", "HARDWARE_ERROR: CPU: the hardware reports an error"
        ).forEach((message, expected) -> assertEquals(List.of(expected), told(message), message));
        for (String ordinary : List.of("EXT4-fs (vda): mounted filesystem with ordered data mode", "oom_reaper: reaped process 4242 (java)", "",
                "EXT4-fs (sda1): error count since last fsck: 0", "audit: type=1400 segfault")) {
            assertEquals(List.of(), told(ordinary), ordinary);
        }
    }

    private void runs(Map<String, String> runs) throws IOException {
        Path units = root.resolve("run/systemd/units");
        Files.createDirectories(units);
        try (var links = Files.list(units)) {
            for (Path link : links.toList()) {
                Files.delete(link);
            }
        }
        for (var run : runs.entrySet()) {
            Files.createSymbolicLink(units.resolve("invocation:" + run.getKey()), Path.of(run.getValue()));
        }
    }

    private static List<String> texts(ServiceSampler sampler) {
        return sampler.incidents().stream().map(i -> i.text().en()).toList();
    }

    @Test
    void servicesThatComeBackWereRestartedAndThoseThatEndBadlyFailed() throws Exception {
        Fixture fixture = new Fixture(root);
        try (ServiceSampler sampler = new ServiceSampler(fixture.host, unit -> unit.startsWith("bad") ? "exit-code" : "success")) {
            assertTrue(sampler.probe() instanceof Probe.Unavailable);
            runs(Map.of("web.service", "a1", "bad.service", "b1", "slow.service", "s1", "timer.service", "t1", "session-1.scope", "x"));
            fixture.sample(sampler, 1);
            assertTrue(sampler.probe() instanceof Probe.Available);
            assertEquals(List.of(), texts(sampler), "what ran before was not restarted");

            runs(Map.of("web.service", "a2"));
            fixture.sample(sampler, 1);
            assertEquals(List.of(), texts(sampler), "it looks only every " + ServiceSampler.EVERY_SECONDS + " s");
            fixture.sample(sampler, ServiceSampler.EVERY_SECONDS);
            awaitIncidents(sampler, 2);
            assertEquals(List.of("bad failed (exit-code)", "web restarted"), texts(sampler).stream().sorted().toList());

            runs(Map.of("web.service", "a2", "slow.service", "s2"));
            fixture.sample(sampler, 10);
            assertEquals("slow restarted", texts(sampler).getLast(), "it was gone for 10 s");
            runs(Map.of("web.service", "a2", "slow.service", "s2", "timer.service", "t2"));
            fixture.sample(sampler, 60);
            assertEquals(3, texts(sampler).size(), "what comes a minute later was started, not restarted");
        }
    }

    private static void awaitIncidents(ServiceSampler sampler, int count) throws InterruptedException {
        for (int i = 0; i < 200 && sampler.incidents().size() < count; i++) {
            Thread.sleep(10);
        }
    }

    @Test
    void aServiceThatRestartsForEverLeavesABoundedMemory() throws Exception {
        Fixture fixture = new Fixture(root);
        try (ServiceSampler sampler = new ServiceSampler(fixture.host, _ -> "success")) {
            for (int i = 0; i < 2 * ServiceSampler.INCIDENTS_MAX; i++) {
                runs(Map.of("loop.service", "run" + i));
                fixture.sample(sampler, ServiceSampler.EVERY_SECONDS);
            }
            assertEquals(ServiceSampler.INCIDENTS_MAX, sampler.incidents().size());
        }
    }
}
