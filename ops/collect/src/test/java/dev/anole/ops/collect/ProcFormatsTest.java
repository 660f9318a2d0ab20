package dev.anole.ops.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.anole.kernel.linux.ByteCursor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What kernels of other ages and machines write in /proc. */
class ProcFormatsTest {
    @TempDir
    Path root;

    @Test
    void aNameWithParenthesesBlanksAndLineBreaksIsReadWhole() {
        String hostile = "a) R 1 (b)\n) S";
        String text = "4242 (" + hostile + ") D 17 4242 4242 0 -1 4194304 98 0 7 0 31 12 5 6 20 0 9 0 181334 3133440 393 "
            + "18446744073709551615 94017176358912 94017176378793 140726314440352 0 0 0 0 0 0 0 0 0 17 1 0 0 55 0 0\n";
        ByteCursor cursor = Fixture.cursor(text);
        ProcessStat stat = new ProcessStat();
        assertTrue(stat.read(cursor));
        assertEquals(hostile, cursor.text(stat.nameFrom, stat.nameTo));
        assertEquals(ProcessState.WAITING_FOR_DISK, stat.state);
        assertEquals(17, stat.parent);
        assertEquals(7, stat.majorFaults);
        assertEquals(43, stat.cpuTicks);
        assertEquals(9, stat.threads);
        assertEquals(181334, stat.startTicks);
        assertEquals(393, stat.residentPages);
        assertEquals(55, stat.diskWaitTicks);
        assertFalse(stat.kernelThread);
    }

    @Test
    void aKernelThreadIsKnownByItsFlag() {
        ProcessStat stat = new ProcessStat();
        assertTrue(stat.read(Fixture.cursor("35 (kworker/u8:2-wr) I 2 0 0 0 -1 69238880 0 0 0 0 0 12 0 0 20 0 1 0 9 0 0 "
            + "18446744073709551615 0 0 0 0 0 0 0 2147483647 0 0 0 0 17 1 0 0 0 0 0 0 0 0 0 0 0 0 0\n")));
        assertTrue(stat.kernelThread);
    }

    @Test
    void aHostWithoutPressureHasNoPressureSeriesAndSaysWhy() {
        Fixture fixture = new Fixture(root).withDirectory("/proc");
        PressureSampler sampler = new PressureSampler(fixture.host, fixture.board, fixture.buffer);
        assertEquals(0, fixture.sample(sampler, 1).size());
        assertEquals(0, fixture.sample(sampler, 1).size());
        var probe = (dev.anole.operation.Probe.Unavailable) sampler.probe();
        assertTrue(probe.evidence().contains("ENOENT"), probe.evidence());
        assertTrue(probe.remedy().en().contains("psi=1"));
    }

    @Test
    void pressureIsTheShareOfTheSecondAndNotTheKernelsAverage() {
        Fixture fixture = new Fixture(root);
        fixture.with("/proc/pressure/cpu", "some avg10=9.99 avg60=9.99 avg300=9.99 total=1000000\n");   // before Linux 5.13
        PressureSampler sampler = new PressureSampler(fixture.host, fixture.board, fixture.buffer);
        fixture.sample(sampler, 1);
        fixture.with("/proc/pressure/cpu", "some avg10=9.99 avg60=9.99 avg300=9.99 total=1250000\n");
        SeriesValues values = fixture.sample(sampler, 1);
        assertEquals(25.0, values.get("psi.cpu.some"), 1e-9);
        assertNull(values.get("psi.cpu.full"));
        assertNull(values.get("psi.io.some"));
    }

    @Test
    void coresThatGoOfflineAreForgottenAndComeBackWithoutASpike() {
        Fixture fixture = new Fixture(root);
        fixture.with("/proc/stat", stat(3, 0));
        CpuSampler sampler = new CpuSampler(fixture.host, fixture.board, fixture.buffer);
        fixture.sample(sampler, 1);
        SeriesValues values = fixture.with("/proc/stat", stat(3, 100)).sample(sampler, 1);
        assertEquals(3, values.get("cpu.count"));
        assertEquals(40, values.get("cpu.user{2}"), 1e-9);
        assertEquals(40, values.get("cpu.used"), 1e-9);
        values = fixture.with("/proc/stat", stat(2, 200)).sample(sampler, 1);
        assertNull(values.get("cpu.user{2}"));
        values = fixture.with("/proc/stat", stat(3, 300)).sample(sampler, 1);
        assertNull(values.get("cpu.user{2}"));
        assertEquals(40, fixture.with("/proc/stat", stat(3, 400)).sample(sampler, 1).get("cpu.user{2}"), 1e-9);
    }

    @Test
    void aHostOf300CoresKeepsItsSumsAndTheFirst256Cores() {
        Fixture fixture = new Fixture(root);
        CpuSampler sampler = new CpuSampler(fixture.host, fixture.board, fixture.buffer);
        fixture.with("/proc/stat", stat(300, 0)).sample(sampler, 1);
        SeriesValues values = fixture.with("/proc/stat", stat(300, 100)).sample(sampler, 1);
        assertEquals(300, values.get("cpu.count"));
        assertEquals(60, values.get("cpu.idle"), 1e-9);
        assertTrue(values.containsKey("cpu.user{255}"));
        assertFalse(values.containsKey("cpu.user{256}"));
    }

    /** 40 % user, 60 % idle. */
    private static String stat(int cores, long ticks) {
        StringBuilder text = new StringBuilder("cpu  " + ticks * cores * 4 / 10 + " 0 0 " + ticks * cores * 6 / 10 + " 0 0 0 0 0 0\n");
        for (int i = 0; i < cores; i++) {
            text.append("cpu").append(i).append(' ').append(ticks * 4 / 10).append(" 0 0 ").append(ticks * 6 / 10).append(" 0 0 0 0 0 0\n");
        }
        return text + "intr 5" + " 0".repeat(3000) + "\nctxt 7\nbtime 1795180283\nprocesses 9\nprocs_running 2\nprocs_blocked 1\n"
            + "softirq 4 1 1 1 1\n";
    }

    @Test
    void iowaitThatDecreasesIsNoiseAndNotARestart() {
        Fixture fixture = new Fixture(root);
        CpuSampler sampler = new CpuSampler(fixture.host, fixture.board, fixture.buffer);
        fixture.with("/proc/stat", "cpu  0 0 0 100 50 0 0 0 0 0\ncpu0 0 0 0 100 50 0 0 0 0 0\n").sample(sampler, 1);
        SeriesValues values = fixture.with("/proc/stat", "cpu  50 0 0 150 49 0 0 0 0 0\ncpu0 50 0 0 150 49 0 0 0 0 0\n").sample(sampler, 1);
        assertEquals(50, values.get("cpu.user"), 1e-9);
        assertEquals(0, values.get("cpu.iowait"), 1e-9);
    }

    @Test
    void aDiskOfAnOldKernelHasNoDiscardsAndLatencyOnlyWhereThereWereRequests() {
        Fixture fixture = new Fixture(root).withDirectory("/sys/block/sda/device").withDirectory("/sys/block/dm-0");
        DiskSampler sampler = new DiskSampler(fixture.host, fixture.board, fixture.buffer);
        fixture.with("/proc/diskstats", """
               8       0 sda 100 0 800 1000 10 0 80 40 0 900 1040
               8       1 sda1 100 0 800 1000 10 0 80 40 0 900 1040
             253       0 dm-0 100 0 800 1000 10 0 80 40 0 900 1040
               7       0 loop0 0 0 0 0 0 0 0 0 0 0 0
            """).sample(sampler, 1);
        SeriesValues values = fixture.with("/proc/diskstats", """
               8       0 sda 110 0 1000 1050 10 0 80 40 3 1400 2040
               8       1 sda1 110 0 1000 1050 10 0 80 40 3 1400 2040
             253       0 dm-0 110 0 1000 1050 10 0 80 40 3 1400 2040
               7       0 loop0 0 0 0 0 0 0 0 0 0 0 0
            """).sample(sampler, 1);
        assertEquals(10, values.get("disk.reads{sda}"));
        assertEquals(200 * 512, values.get("disk.read.bytes{sda}"));
        assertEquals(5, values.get("disk.read.latency{sda}"));
        assertNull(values.get("disk.write.latency{sda}"));
        assertEquals(50, values.get("disk.busy{sda}"), 1e-9);
        assertEquals(1, values.get("disk.queue{sda}"), 1e-9);
        assertEquals(3, values.get("disk.inflight{sda}"));
        assertEquals(10, values.get("disk.reads{dm-0}"));
        assertEquals(10, values.get("disk.reads"), "a stacked disk counts once");
        assertTrue(values.keySet().stream().noneMatch(k -> k.contains("discard") || k.contains("sda1") || k.contains("loop0")));
    }

    @Test
    void aReplacedDiskAndOneThatHasGoneLeaveNothingBehind() {
        Fixture fixture = new Fixture(root).withDirectory("/sys/block/sda/device").withDirectory("/sys/block/sdb/device");
        DiskSampler sampler = new DiskSampler(fixture.host, fixture.board, fixture.buffer);
        String line = "   8       0 %s %d 0 8000 1000 10 0 80 40 0 900 1040 0 0 0 0 0 0\n";
        fixture.with("/proc/diskstats", line.formatted("sda", 5000) + line.formatted("sdb", 70)).sample(sampler, 1);
        SeriesValues values = fixture.with("/proc/diskstats", line.formatted("sda", 2) + line.formatted("sdb", 80)).sample(sampler, 1);
        assertNull(values.get("disk.reads{sda}"));
        assertEquals(10, values.get("disk.reads{sdb}"));
        int taken = fixture.board.taken();
        values = fixture.with("/proc/diskstats", line.formatted("sdb", 90)).sample(sampler, 1);
        assertTrue(values.keySet().stream().noneMatch(k -> k.contains("{sda}")));
        assertTrue(fixture.board.taken() < taken);
    }

    @Test
    void interfacesWithoutADeviceAreNotInTheSumWhileOneHasADevice() {
        Fixture fixture = new Fixture(root).withDirectory("/sys/class/net/eth0/device");
        NetworkSampler sampler = new NetworkSampler(fixture.host, fixture.board, fixture.buffer);
        String text = """
            Inter-|   Receive                                                |  Transmit
             face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
                lo:%1$d  1    0    0    0     0          0         0 %1$d  1    0    0    0     0       0          0
              eth0: %1$d  1    0    0    0     0          0         0 5  1    0    0    0     0       0          0
            docker0: %1$d  1    0    0    0     0          0         0 5  1    0    0    0     0       0          0
            """;
        fixture.with("/proc/net/dev", text.formatted(1000)).sample(sampler, 1);
        SeriesValues values = fixture.with("/proc/net/dev", text.formatted(3000)).sample(sampler, 1);
        assertEquals(2000, values.get("net.in.bytes{eth0}"));
        assertEquals(2000, values.get("net.in.bytes{docker0}"));
        assertEquals(2000, values.get("net.in.bytes"));
        assertEquals(0, values.get("net.out.bytes"));
    }

    @Test
    void inAContainerTheSumIsOverItsVirtualInterfacesButNotTheLoopback() {
        Fixture fixture = new Fixture(root);
        NetworkSampler sampler = new NetworkSampler(fixture.host, fixture.board, fixture.buffer);
        String text = "h\nh\n  lo: %1$d 1 0 0 0 0 0 0 %1$d 1 0 0 0 0 0 0\neth0:%1$d 1 0 0 0 0 0 0 7 1 0 0 0 0 0 0\n";
        fixture.with("/proc/net/dev", text.formatted(10)).sample(sampler, 1);
        assertEquals(20, fixture.with("/proc/net/dev", text.formatted(30)).sample(sampler, 1).get("net.in.bytes"));
    }

    @Test
    void memoryOfAnotherKernelIsReadByItsKeysWhateverTheirOrder() {
        Fixture fixture = new Fixture(root);
        MemorySampler sampler = new MemorySampler(fixture.host, fixture.board, fixture.buffer);
        SeriesValues values = fixture.with("/proc/meminfo", """
            MemTotal:        1000 kB
            MemFree:          200 kB
            MemAvailable:     400 kB
            Active(anon):     100 kB
            NovelThing:       999 kB
            HugePages_Total:       3
            """).sample(sampler, 1);
        assertEquals(600 * 1024, values.get("memory.used"));
        assertEquals(3, values.get("memory.hugetlb.pages"));
        assertNull(values.get("memory.swap.used"));
        values = fixture.with("/proc/meminfo", """
            MemAvailable:     300 kB
            MemTotal:        1000 kB
            Active:            50 kB
            """).sample(sampler, 1);
        assertEquals(700 * 1024, values.get("memory.used"));
        assertEquals(50 * 1024, values.get("memory.active"));
        assertNull(values.get("memory.active.anon"));
        assertNull(values.get("memory.free"));
    }

    @Test
    void allocationStallsOfAllZonesAreOneSeries() {
        Fixture fixture = new Fixture(root);
        VmSampler sampler = new VmSampler(fixture.host, fixture.board, fixture.buffer);
        fixture.with("/proc/vmstat", "pgfault 10\nallocstall_normal 1\nallocstall_movable 2\n").sample(sampler, 1);
        SeriesValues values = fixture.with("/proc/vmstat", "pgfault 30\nallocstall_normal 3\nallocstall_movable 5\n").sample(sampler, 1);
        assertEquals(5, values.get("vm.stalls"));
        assertEquals(20, values.get("vm.faults"));
    }

    @Test
    void protocolTablesAreReadByTheirHeadersAlsoWhenTheyChange() {
        Fixture fixture = new Fixture(root);
        ProtocolSampler sampler = new ProtocolSampler(fixture.host, fixture.board, fixture.buffer);
        fixture.with("/proc/net/snmp", "Ip: Forwarding InReceives\nIp: 1 100\nTcp: RtoAlgorithm MaxConn CurrEstab OutSegs RetransSegs\nTcp: 1 -1 7 1000 5\n");
        fixture.with("/proc/net/netstat", "TcpExt: ListenDrops ListenOverflows\nTcpExt: 1 2\n").sample(sampler, 1);
        fixture.with("/proc/net/snmp", "Tcp: CurrEstab RetransSegs OutSegs\nTcp: 8 15 1200\n");
        SeriesValues values = fixture.with("/proc/net/netstat", "TcpExt: ListenDrops ListenOverflows\nTcpExt: 1 12\n").sample(sampler, 1);
        assertEquals(8, values.get("tcp.established"));
        assertEquals(10, values.get("tcp.retransmits"));
        assertEquals(5, values.get("tcp.retransmitted"), 1e-9);
        assertEquals(10, values.get("tcp.listen.overflows"));
        assertNull(values.get("ip.in.packets"));
    }

    @Test
    void containersAndUnitsAreKnownByTheirGroups() {
        String id = "3f2a9c1d0e5b".concat("0".repeat(52));
        record Case(String path, String shown, String pod) {
        }
        for (Case c : List.of(
                new Case("/docker/" + id, "docker 3f2a9c1d0e5b", ""),
                new Case("/system.slice/docker-" + id + ".scope", "docker 3f2a9c1d0e5b", ""),
                new Case("/system.slice/docker-" + id + ".scope/init", "docker 3f2a9c1d0e5b", ""),
                new Case("/default/" + id, "containerd 3f2a9c1d0e5b", ""),
                new Case("/kubepods/burstable/pod6f0c8a52-1111-2222-3333-444455556666/" + id, "containerd 3f2a9c1d0e5b",
                    "6f0c8a52-1111-2222-3333-444455556666"),
                new Case("/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod6f0c8a52_1111_2222_3333_444455556666.slice/cri-containerd-"
                    + id + ".scope", "containerd 3f2a9c1d0e5b", "6f0c8a52-1111-2222-3333-444455556666"),
                new Case("/kubepods.slice/kubepods-pod6f0c8a52_1111_2222_3333_444455556666.slice/crio-" + id + ".scope",
                    "cri-o 3f2a9c1d0e5b", "6f0c8a52-1111-2222-3333-444455556666"),
                new Case("/machine.slice/libpod-" + id + ".scope/container", "podman 3f2a9c1d0e5b", ""),
                new Case("/lxc.payload.web/system.slice", "lxc web", ""),
                new Case("/machine.slice/machine-deb.scope/payload", "nspawn deb", ""),
                new Case("/system.slice/nginx.service", "nginx.service", ""),
                new Case("/user.slice/user-1000.slice/session-3.scope", "session-3.scope", ""),
                new Case("/init.scope", "", ""), new Case("/", "", ""), new Case("", "", ""),
                new Case("/docker/short", "", ""))) {
            assertEquals(c.shown, Owner.of(c.path).shown(), c.path);
            assertEquals(c.pod, Owner.of(c.path).pod(), c.path);
        }
    }

    @Test
    void theGroupThatTellsMostIsChosenOnAHybridHost() {
        assertEquals("/system.slice/a.service", ProcessReader.controlGroup(Fixture.cursor(
            "4:memory:/x\n1:name=systemd:/system.slice/a.service\n0::/\n")));
        assertEquals("/x:y", ProcessReader.controlGroup(Fixture.cursor("4:memory:/x:y\n3:cpu,cpuacct:/\n")));
        assertEquals("/u", ProcessReader.controlGroup(Fixture.cursor("4:memory:/x\n0::/u\n")));
        assertEquals("/", ProcessReader.controlGroup(Fixture.cursor("")));
    }

    @Test
    void fileSystemsThatCouldWaitForAServerAreNotAsked() {
        Fixture fixture = new Fixture(root).with("/proc/self/mountinfo", """
            22 27 0:21 / /proc rw - proc proc rw
            27 0 254:0 / / rw - ext4 /dev/vda rw
            28 27 254:0 /srv /srv rw - ext4 /dev/vda rw
            29 27 0:30 / /mnt/nfs rw - nfs4 server:/x rw
            30 27 0:31 / /mnt/ssh rw - fuse.sshfs host: rw
            31 27 0:32 / /with\\040blank rw - tmpfs tmpfs rw
            33 27 0:34 / /with\\040blank rw - tmpfs topmost rw
            32 27 0:33 / /var/lib/docker/overlay2/x/merged rw - overlay overlay rw
            """).withDirectory("/with blank");
        assertEquals(List.of("/", "/with blank"), MountedFileSystems.measurable(MountedFileSystems.all(fixture.host))
            .stream().map(m -> m.mountPoint()).toList());
        assertEquals("topmost", MountedFileSystems.measurable(MountedFileSystems.all(fixture.host)).getLast().source());
        SeriesValues values = fixture.sample(new FileSystemSampler(fixture.host, fixture.board), 1);
        assertTrue(values.containsKey("fs.used.bytes{/with blank}"));
        assertTrue(Files.isDirectory(root));
    }

    @Test
    void aMountPointThatIsNoPathIsListedWithoutFigures() {
        Fixture fixture = new Fixture(root).with("/proc/self/mountinfo", """
            27 0 254:0 / relative rw - ext4 /dev/vda rw
            28 0 254:1 / /cut\\000short rw - ext4 /dev/vdb ro
            """).withDirectory("/cut");
        List<FileSystemRow> rows = MountedFileSystems.all(fixture.host).stream().map(m -> FileSystemRow.of(fixture.host, m)).toList();
        assertEquals(List.of("relative", "/cut?short"), rows.stream().map(FileSystemRow::mountPoint).toList());
        assertTrue(rows.stream().allMatch(r -> Double.isNaN(r.sizeBytes()) && Double.isNaN(r.usedPercent())), rows.toString());
        assertFalse(fixture.sample(new FileSystemSampler(fixture.host, fixture.board), 1).keySet().stream().anyMatch(k -> k.startsWith("fs.")));
    }
}
