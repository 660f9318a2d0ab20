package dev.anole.console.page;

import dev.anole.console.page.PageContext.Badges;
import dev.anole.console.page.PageContext.Look;
import dev.anole.console.page.PageContext.Person;
import dev.anole.console.page.PageContext.Theme;
import dev.anole.operation.Language;
import dev.anole.operation.OperationName;
import dev.anole.operation.Probe;
import dev.anole.operation.Role;
import dev.anole.operation.Text;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Pages' models for tests and the gallery: an ordinary host, a troubled one, and one whose processes lie about their names. */
final class Fixtures {
    static final Instant NOW = Instant.parse("2026-03-18T06:32:06Z");
    static final String HOSTILE = "<script>alert(1)</script> \u001b[31mred\u001b[0m \u202egnp.exe & \"quoted\" 'too'";
    private static final double GIB = 1L << 30;

    private Fixtures() {
    }

    static PageContext context(Language language, Theme theme, String here) {
        return context(language, theme, here, NOW);
    }

    static PageContext context(Language language, Theme theme, String here, Instant now) {
        return new PageContext(Optional.of(new Person("admin", Role.ADMIN)), new Look(language, theme, true, ZoneId.of("Asia/Shanghai")),
            "c5rf-0123456789", "db-hz-07", here, now, new Badges(2, 0), Optional.empty(), "test");
    }

    static PageContext visitor(Language language, Theme theme, String here) {
        return new PageContext(Optional.empty(), new Look(language, theme, true, ZoneId.of("UTC")), "", "", here, NOW, Badges.NONE,
            Optional.empty(), "test");
    }

    static HostHeader header() {
        Map<HostTab, String> counts = new HashMap<>();
        counts.put(HostTab.PROCESSES, "312");
        counts.put(HostTab.CGROUPS, "58");
        counts.put(HostTab.JVMS, "3");
        counts.put(HostTab.CAPABILITIES, "41/46");
        return new HostHeader("Anolis OS 23.1", "6.6.25-2.an23.x86_64", 16, 62L << 30, Duration.ofDays(41), counts);
    }

    static Devices devices() {
        return new Devices(List.of(new Devices.Disk("nvme0n1", 1_700L << 30)),
            List.of(new Devices.Link("eth0", OptionalLong.of(10_000_000_000L))));
    }

    /** What a host measures at a moment; the same for the same moment. */
    static Map<String, Double> values(long second, boolean troubled) {
        Map<String, Double> v = new HashMap<>();
        double k = troubled ? 1 : 0;
        put(v, "cpu.user", wave(second, 1, 21, 5));
        put(v, "cpu.nice", 0);
        put(v, "cpu.system", wave(second, 2, 7, 2));
        put(v, "cpu.irq", 0.2);
        put(v, "cpu.softirq", wave(second, 3, 0.6, 0.3));
        put(v, "cpu.iowait", wave(second, 4, 0.5 + 4 * k, 1));
        put(v, "cpu.steal", wave(second, 5, 0.3, 0.2));
        put(v, "cpu.used", v.get("cpu.user") + v.get("cpu.system") + 1);
        put(v, "cpu.runnable", Math.rint(wave(second, 6, 3, 2)));
        put(v, "cpu.blocked", Math.rint(wave(second, 7, 1 + 5 * k, 1)));
        put(v, "load.1", wave(second / 20, 8, 5.2, 1));
        put(v, "psi.cpu.some", wave(second, 9, 1.9, 2));
        put(v, "psi.memory.some", wave(second, 10, 0.3 * k, 0.3));
        put(v, "psi.memory.full", wave(second, 11, 0.1 * k, 0.1));
        put(v, "psi.io.some", wave(second, 12, 1 + 30 * k, 1 + 14 * k));
        put(v, "psi.io.full", Math.min(v.get("psi.io.some") * 0.7, wave(second, 13, 0.2 + 13 * k, 0.2 + 6 * k)));
        put(v, "memory.anon", 32 * GIB + wave(second, 14, 0.3, 0.3) * GIB);
        put(v, "memory.cached", 21.6 * GIB + wave(second, 15, 0.3, 0.3) * GIB);
        put(v, "memory.buffers", 0.4 * GIB);
        put(v, "memory.slab", 2.3 * GIB);
        put(v, "memory.kernel.stacks", 0.1 * GIB);
        put(v, "memory.page.tables", 0.3 * GIB);
        put(v, "memory.percpu", 0.1 * GIB);
        put(v, "memory.used", 34.9 * GIB);
        put(v, "memory.available", 27.1 * GIB);
        put(v, "memory.dirty", (0.05 + 1.3 * k) * GIB);
        put(v, "vm.swap.in", 0);
        put(v, "vm.oom.kills", 0);
        put(v, "disk.write.bytes", wave(second, 16, 60e6 + 120e6 * k, 30e6 + 20e6 * k));
        put(v, "disk.read.bytes", wave(second, 17, 31e6, 12e6));
        put(v, "disk.busy{nvme0n1}", 20 + 76 * k);
        put(v, "disk.queue{nvme0n1}", 2 + 29 * k);
        put(v, "disk.read.latency{nvme0n1}", wave(second, 18, 0.4 + k, 0.2));
        put(v, "disk.write.latency{nvme0n1}", wave(second, 19, 1 + 47 * k, 0.5 + 5 * k));
        put(v, "net.out.bytes", wave(second, 20, 27e6, 5e6));
        put(v, "net.in.bytes", wave(second, 21, 20e6, 4e6));
        for (String id : new String[] {"disk.write.bytes", "disk.read.bytes"}) {
            put(v, id + "{nvme0n1}", v.get(id));
        }
        for (String id : new String[] {"net.out.bytes", "net.in.bytes"}) {
            put(v, id + "{eth0}", v.get(id));
            put(v, id.replace("bytes", "packets{eth0}"), v.get(id) / 900);
            put(v, id.replace("bytes", "drops{eth0}"), 0);
            put(v, id.replace("bytes", "errors{eth0}"), 0);
        }
        put(v, "tcp.retransmitted", wave(second, 22, 0.04, 0.04));
        put(v, "tcp.established", 2418);
        put(v, "tcp.listen.overflows", 0);
        put(v, "net.in.drops", 0);
        put(v, "net.in.errors", 0);
        return v;
    }

    private static void put(Map<String, Double> values, String id, double value) {
        values.put(id, value);
    }

    /** A repeatable line that wanders: a few sines and a little noise. */
    private static double wave(long t, int seed, double base, double swing) {
        double slow = Math.sin(t / (37.0 + seed) + seed) * 0.5 + Math.sin(t / (11.0 + seed / 3.0) + 2 * seed) * 0.3;
        long h = (t * 0x9E3779B97F4A7C15L + seed) * 0xBF58476D1CE4E5B9L;
        double noise = (h >>> 40) / (double) (1 << 24) - 0.5;
        return Math.max(0, base + swing * (slow + noise * 0.6));
    }

    static Readings readings(Instant at, boolean troubled) {
        Map<String, Double> now = values(at.getEpochSecond(), troubled);
        Map<String, Double> minute = new HashMap<>();
        for (int i = 0; i < 60; i++) {
            values(at.getEpochSecond() - i, troubled).forEach((k, v) -> minute.merge(k, v / 60, Double::sum));
        }
        return new Readings(at, now, minute);
    }

    static List<ProcessRow> processes() {
        return List.of(
            row(4312, "/opt/orders/bin/orders-api --config /etc/orders/app.properties", "orders.service", 31.4, 5.2 * GIB, 242, 1.9, 186e6, 248),
            row(1284, "postgres: checkpointer", "postgresql.service", 2.1, 1.1 * GIB, 31, 0.4, 22e6, 1),
            row(1286, "postgres: walwriter", "postgresql.service", 0.8, 96e6, 14, 0.2, 8.4e6, 1),
            row(612, "[jbd2/nvme0n1p2-8]", "", 1.6, Double.NaN, 11, 0.1, 11e6, 1),
            row(2950, "java -jar gateway.jar", "gateway.service", 18.7, 2.8 * GIB, 7, 2.4, 0.3e6, 119),
            row(3307, "java kafka.Kafka /etc/kafka/server.properties", "kafka.service", 9.3, 6.4 * GIB, 4, 0.8, 14e6, 97),
            row(1102, "/usr/bin/containerd", "containerd.service", 1.2, 88e6, 1, 0.1, 0, 41),
            row(1410, "/usr/bin/node_exporter --collector.systemd", "monitor.slice", 0.4, 24e6, 0, 0, 0, 9),
            row(9001, HOSTILE, "恶意.service", 0.1, 3e6, 0, 0, 0, 1),
            row(9002, "/usr/bin/" + "a-very-long-name-".repeat(14), "user-1000.slice/user@1000.service/app.slice", 0.0, 12e6, 0, 0, 0, 2));
    }

    private static ProcessRow row(int pid, String command, String unit, double cpu, double memory, double disk, double wait, double write, int threads) {
        return new ProcessRow(pid, command, unit, "root", "S", cpu, memory, disk, wait, write / 7, write, threads, threads * 3);
    }

    static List<ProcessRow> manyProcesses(int n) {
        List<ProcessRow> rows = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            rows.add(row(1000 + i * 7, "/usr/lib/systemd/worker-" + Integer.toHexString(i * 7919) + " --instance " + i, "worker@" + i + ".service",
                (i * 37 % 1000) / 10.0, (i * 13 % 977) * 1e6, i * 11 % 90, i % 7 / 10.0, i * 31 % 1000 * 1e4, 1 + i % 40));
        }
        return rows;
    }

    static List<JvmRow> jvms() {
        return List.of(new JvmRow(4312, "orders-api", "JDK 21", 3.1 * GIB, 4 * GIB, 1.2, 248),
            new JvmRow(2950, "gateway", "JDK 25", 1.2 * GIB, 2 * GIB, 0.4, 119),
            new JvmRow(3307, "kafka.Kafka", "JDK 17", 2.7 * GIB, 6 * GIB, Double.NaN, 97));
    }

    static List<LogLine> log(Instant now) {
        return List.of(
            new LogLine(now.minusSeconds(326), 4, "perf: interrupt took too long (3142 > 3131), lowering kernel.perf_event_max_sample_rate to 63000"),
            new LogLine(now.minusSeconds(793), 6, "systemd[1]: orders.service: started, main pid 4312"),
            new LogLine(now.minusSeconds(4000), 6, HOSTILE),
            new LogLine(now.minusSeconds(190_000), 6, "nvme0n1: volatile write cache flush enabled"));
    }

    static List<Absent> absent() {
        return List.of(new Absent(OperationName.of("image mount"), new Probe.Unavailable(
            Text.of("The kernel has no CONFIG_EROFS_FS_ONDEMAND.", "内核没有 CONFIG_EROFS_FS_ONDEMAND。"), "zgrep EROFS /proc/config.gz: =n",
            Text.of("Install kernel-6.6.30-an23 or newer.", "安装 kernel-6.6.30-an23 或更新版本。"))));
    }

    static Probe.Unavailable noPressure() {
        return new Probe.Unavailable(Text.of("This kernel does not count pressure.", "这个内核不统计压力。"), "open /proc/pressure/io: EOPNOTSUPP",
            Text.of("Start it with psi=1.", "请用 psi=1 启动内核。"));
    }

    static HostOverview overview(Instant now, boolean troubled) {
        return new HostOverview(header(), Range.MINUTES_15, devices(), readings(now, troubled), Optional.empty(),
            List.of(new Fill("/", 61, 40 * GIB)),
            List.of(new HostEvent(now.minusSeconds(793), HostEvent.Kind.RESTART, Text.of("orders restarted", "orders 重启"), "/tasks"),
                new HostEvent(now.minusSeconds(515), HostEvent.Kind.CHANGE, Text.of("somaxconn to 4096", "somaxconn 改为 4096"), "/changes/c-0127"),
                new HostEvent(now.minusSeconds(120), HostEvent.Kind.TASK, Text.of("host packages", "host packages"), "/tasks")),
            Answer.of(processes()), Answer.of(jvms()), Answer.of(log(now)), Answer.of(absent()), Optional.empty());
    }

    /** No pressure, no disks, no Java, nothing in the log, and processes that could not be read. */
    static HostOverview bare(Instant now) {
        Map<String, Double> few = Map.of("cpu.user", 3.0, "cpu.system", 1.0, "cpu.used", 4.0, "memory.used", GIB, "memory.available", GIB);
        return new HostOverview(new HostHeader("Debian GNU/Linux 12 (bookworm)", "6.18.5", 2, 2L << 30, Duration.ofMinutes(3), Map.of()), Range.MINUTES_15,
            new Devices(List.of(), List.of()), new Readings(now, few, few), Optional.of(noPressure()), List.of(new Fill("/", 98.2, 3e8)), List.of(),
            Answer.missing(new dev.anole.operation.Problem(dev.anole.operation.OperationException.Kind.FAILED,
                Text.of("Processes could not be read: /proc is mounted with hidepid=2.", "无法读取进程：/proc 以 hidepid=2 挂载。"),
                Text.of("Run the agent as root.", "请以 root 运行代理。"))),
            Answer.of(List.of()), Answer.of(List.of()), Answer.of(List.of()), Optional.empty());
    }
}
