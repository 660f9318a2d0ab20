package dev.anole.ops.collect;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.anole.kernel.linux.LinuxException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Breaks what the kernel writes, and lets every sampler read it: it may refuse, and nothing else. */
class ParserFuzzTest {
    private static final List<String> FILES = List.of("/proc/stat", "/proc/loadavg", "/proc/pressure/cpu", "/proc/pressure/io",
        "/proc/meminfo", "/proc/vmstat", "/proc/diskstats", "/proc/net/dev", "/proc/net/snmp", "/proc/net/netstat", "/proc/net/snmp6",
        "/proc/net/sockstat", "/proc/net/sockstat6", "/proc/net/softnet_stat", "/proc/sys/fs/file-nr", "/proc/self/mountinfo",
        "/proc/uptime", "/proc/cpuinfo");
    private static final List<String> PROCESS_FILES = List.of("stat", "schedstat", "io", "status", "cgroup", "cmdline");
    private static final int ROUNDS = 150;

    @TempDir
    Path root;

    @Test
    void brokenFilesAreRefusedOrReadAndNeverMore() throws Exception {
        long seed = Long.getLong("anole.seed", 1L);   // the same in each run of the tests; another to hunt
        System.out.println("ParserFuzzTest seed " + seed);
        Random random = new Random(seed);
        Fixture fixture = new Fixture(root).withDirectory("/sys/block/sda").withDirectory("/sys/block/vda");
        for (String file : FILES) {
            fixture.with(file, read(Path.of(file)));
        }
        for (String file : PROCESS_FILES) {
            fixture.with("/proc/17/" + file, read(Path.of("/proc/self", file)));
        }
        List<Sampler> samplers = List.of(new CpuSampler(fixture.host, fixture.board, fixture.buffer),
            new LoadSampler(fixture.host, fixture.board, fixture.buffer), new PressureSampler(fixture.host, fixture.board, fixture.buffer),
            new MemorySampler(fixture.host, fixture.board, fixture.buffer), new VmSampler(fixture.host, fixture.board, fixture.buffer),
            new DiskSampler(fixture.host, fixture.board, fixture.buffer), new NetworkSampler(fixture.host, fixture.board, fixture.buffer),
            new ProtocolSampler(fixture.host, fixture.board, fixture.buffer), new SocketSampler(fixture.host, fixture.board, fixture.buffer),
            new KernelSampler(fixture.host, fixture.board, fixture.buffer), new FileSystemSampler(fixture.host, fixture.board),
            new ProcessSampler(fixture.host, fixture.board, fixture.buffer), new CgroupSampler(fixture.host, fixture.board, 50));
        List<String> all = new ArrayList<>(FILES);
        PROCESS_FILES.forEach(f -> all.add("/proc/17/" + f));
        for (int round = 0; round < ROUNDS; round++) {
            for (String file : all) {
                if (random.nextInt(3) == 0) {
                    fixture.with(file, broken(read(file.startsWith("/proc/17/") ? Path.of("/proc/self", file.substring(9)) : Path.of(file)), random));
                }
            }
            for (Sampler sampler : samplers) {
                assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
                    try {
                        fixture.sample(sampler, 1);
                    } catch (LinuxException refused) {
                        // What a sampler may do: the others go on, and the board leaves a gap.
                    }
                }, sampler.name() + " with seed " + seed);
            }
            CpuInventory.of(fixture.host);
            MountedFileSystems.all(fixture.host).forEach(mount -> FileSystemRow.of(fixture.host, mount));
            assertTrue(fixture.board.taken() <= Board.SERIES_MAX);
        }
    }

    private static String read(Path file) throws IOException {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (java.nio.file.NoSuchFileException e) {
            return "";
        }
    }

    private static String broken(String text, Random random) {
        StringBuilder broken = new StringBuilder(text);
        int times = 1 + random.nextInt(8);
        for (int i = 0; i < times && !broken.isEmpty(); i++) {
            int at = random.nextInt(broken.length());
            switch (random.nextInt(6)) {
                case 0 -> broken.setCharAt(at, (char) random.nextInt(256));
                case 1 -> broken.delete(at, Math.min(broken.length(), at + random.nextInt(40)));
                case 2 -> broken.insert(at, "18446744073709551615");
                case 3 -> broken.insert(at, "\n");
                case 4 -> broken.setLength(at);
                default -> broken.insert(at, broken.substring(at, Math.min(broken.length(), at + random.nextInt(200))));
            }
        }
        return broken.toString();
    }
}
