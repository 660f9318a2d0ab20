package dev.anole.ops.collect;

import dev.anole.ops.collect.Waits.Culprit;
import dev.anole.ops.collect.Waits.Resource;
import dev.anole.ops.collect.Waits.Wait;
import dev.anole.operation.Text;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * Says what the host waits for. Pressure is the witness: it counts the time in which tasks stood still, where use only
 * says that something is busy. Where the kernel keeps no pressure, its older signs are taken, and the sentence says so.
 *
 * <p>The limits below are where people begin to notice: a tenth of the time for CPU and disks, a twentieth for memory,
 * whose shortage feeds on itself.
 */
final class WaitJudge {
    private static final double CPU_PERCENT_MIN = 10;
    private static final double DISK_PERCENT_MIN = 10;
    private static final double MEMORY_PERCENT_MIN = 5;
    private static final double STEAL_PERCENT_MIN = 10;
    private static final double RETRANSMITTED_PERCENT_MIN = 2;
    private static final double SEGMENTS_MIN = 100;
    private static final double THROTTLED_MILLIS_MIN = 100;
    private static final int CULPRITS_MAX = 3;

    /** Gives a series' mean over the time that is judged; not a number where there is none. */
    interface Means {
        double of(String series);
    }

    private final Means means;
    private final Sample sample;
    private final List<ProcessSample> processes;
    private final Text span;

    /** @param span the time that is judged: "the last 10 s" */
    WaitJudge(Means means, Sample sample, List<ProcessSample> processes, Text span) {
        this.means = means;
        this.sample = sample;
        // Threads of the kernel wait on behalf of others; naming them helps nobody.
        this.processes = processes.stream().filter(p -> !HostProcesses.isKernelThread(p)).toList();
        this.span = span;
    }

    Waits judge() {
        List<Wait> waits = new ArrayList<>();
        memory().ifPresent(waits::add);
        cpu().ifPresent(waits::add);
        disk().ifPresent(waits::add);
        waits.sort(Comparator.comparingDouble((Wait w) -> Double.isNaN(w.percent()) ? 0 : -w.percent()));
        quota().ifPresent(waits::add);
        network().ifPresent(waits::add);
        return new Waits(sample.at(), waits.isEmpty() ? quiet() : waits.getFirst().sentence(), waits);
    }

    private Text quiet() {
        if (Double.isNaN(means.of("cpu.used"))) {
            return Text.of("Nothing can be said yet: the first second is being measured.", "暂时无法判断：正在测量第一秒。");
        }
        double cpu = means.of("psi.cpu.some");
        if (Double.isNaN(cpu)) {
            return Text.of("Nothing is seen to wait; this kernel keeps no pressure, so short waits do not show.",
                "没有发现等待；此内核没有压力信息，短暂的等待无法看到。");
        }
        String c = Quantity.number(cpu);
        String m = Quantity.number(means.of("psi.memory.some"));
        String d = Quantity.number(means.of("psi.io.some"));
        return Text.of("Nothing waits: in " + span.en() + " tasks waited for a CPU " + c + " %, for memory " + m
                + " % and for disks " + d + " % of the time.",
            "没有等待：" + span.zh() + "内，等待 CPU 的时间占 " + c + "%，内存 " + m + "%，磁盘 " + d + "%。");
    }

    private Optional<Wait> cpu() {
        double waited = means.of("psi.cpu.some");
        double used = means.of("cpu.used");
        double count = sample.value("cpu.count");
        double steal = means.of("cpu.steal");
        boolean blind = Double.isNaN(waited);
        boolean crowded = blind && used >= 90 && sample.value("cpu.runnable") >= 2 * count;
        if (!(waited >= CPU_PERCENT_MIN) && !crowded && !(steal >= STEAL_PERCENT_MIN)) {
            return Optional.empty();
        }
        String busy = Quantity.number(used);
        String cpus = Quantity.number(count);
        String runnable = Quantity.number(sample.value("cpu.runnable"));
        Text head = steal >= STEAL_PERCENT_MIN
            ? Text.of("The hypervisor keeps " + Quantity.number(steal) + " % of CPU time from this host",
                "虚拟机监控器拿走了本机 " + Quantity.number(steal) + "% 的 CPU 时间")
            : blind ? Text.of("Tasks wait for a CPU: " + runnable + " want one and there are " + cpus,
                "任务在等待 CPU：" + runnable + " 个任务竞争 " + cpus + " 个 CPU")
            : Text.of("Tasks waited for a CPU " + Quantity.number(waited) + " % of " + span.en(),
                span.zh() + "内有 " + Quantity.number(waited) + "% 的时间有任务在等待 CPU");
        List<Culprit> users = top(p -> p.cpuPercent(), 5, v -> Text.of("uses " + Quantity.number(v) + " % of a core",
            "占用单核 " + Quantity.number(v) + "%"));
        List<Culprit> losers = top(p -> p.runDelayMsPerSecond(), 50, v -> Text.of("waits " + Quantity.number(v) + " ms/s",
            "每秒等待 " + Quantity.number(v) + " ms"));
        Text sentence = Text.of(head.en() + "; the " + cpus + " CPUs are " + busy + " % busy." + tail(users, " Most: ", false)
                + tail(losers, " Longest wait: ", false),
            head.zh() + "；" + cpus + " 个 CPU 的使用率为 " + busy + "%。" + tail(users, "占用最多：", true) + tail(losers, "等待最久：", true));
        return Optional.of(new Wait(Resource.CPU, waited, sentence, joined(users, losers)));
    }

    private Optional<Wait> memory() {
        double waited = means.of("psi.memory.some");
        double swappedIn = means.of("vm.swap.in");
        double stalls = means.of("vm.stalls");
        double killed = means.of("vm.oom.kills");
        boolean blind = Double.isNaN(waited) && (swappedIn >= 100 || stalls >= 10);
        if (!(waited >= MEMORY_PERCENT_MIN) && !blind && !(killed > 0)) {
            return Optional.empty();
        }
        String available = Quantity.bytes(sample.value("memory.available"));
        String total = Quantity.bytes(sample.value("memory.total"));
        Text head = killed > 0 ? Text.of("Memory ran out and the kernel killed a process", "内存耗尽，内核杀死了进程")
            : blind ? Text.of("Tasks wait for memory: they reclaim it themselves " + Quantity.number(stalls) + " times a second",
                "任务在等待内存：每秒被迫自行回收 " + Quantity.number(stalls) + " 次")
            : Text.of("Tasks waited for memory " + Quantity.number(waited) + " % of " + span.en(),
                span.zh() + "内有 " + Quantity.number(waited) + "% 的时间有任务在等待内存");
        String swap = swappedIn >= 1 ? ", and " + Quantity.number(swappedIn) + " pages a second come back from swap" : "";
        String swapZh = swappedIn >= 1 ? "，每秒从交换区读回 " + Quantity.number(swappedIn) + " 页" : "";
        List<Culprit> holders = top(p -> p.residentBytes(), 1 << 20, v -> Text.of("holds " + Quantity.bytes(v), "占用 " + Quantity.bytes(v)));
        List<Culprit> faulters = top(p -> p.majorFaultsPerSecond(), 10, v -> Text.of("reads back " + Quantity.number(v) + " pages/s",
            "每秒读回 " + Quantity.number(v) + " 页"));
        Text sentence = Text.of(head.en() + "; " + available + " of " + total + " are available" + swap + "."
                + tail(holders, " Most: ", false) + tail(faulters, " Suffers most: ", false),
            head.zh() + "；可用 " + available + "，共 " + total + swapZh + "。" + tail(holders, "占用最多：", true)
                + tail(faulters, "受影响最大：", true));
        return Optional.of(new Wait(Resource.MEMORY, waited, sentence, joined(holders, faulters)));
    }

    private Optional<Wait> disk() {
        double waited = means.of("psi.io.some");
        double iowait = means.of("cpu.iowait");
        boolean blind = Double.isNaN(waited) && iowait >= DISK_PERCENT_MIN;
        if (!(waited >= DISK_PERCENT_MIN) && !blind) {
            return Optional.empty();
        }
        Text head = blind ? Text.of("Tasks wait for disks: CPUs idle for them " + Quantity.number(iowait) + " % of " + span.en(),
                "任务在等待磁盘：" + span.zh() + "内 CPU 因此空等 " + Quantity.number(iowait) + "%")
            : Text.of("Tasks waited for disks " + Quantity.number(waited) + " % of " + span.en(),
                span.zh() + "内有 " + Quantity.number(waited) + "% 的时间有任务在等待磁盘");
        Text disk = busiestDisk();
        List<Culprit> users = top(p -> orZero(p.readBytesPerSecond()) + orZero(p.writeBytesPerSecond()), 64 << 10,
            v -> Text.of("moves " + Quantity.bytes(v) + "/s", "读写 " + Quantity.bytes(v) + "/s"));
        List<Culprit> losers = top(p -> p.diskWaitMsPerSecond(), 50, v -> Text.of("waits " + Quantity.number(v) + " ms/s",
            "每秒等待 " + Quantity.number(v) + " ms"));
        Text sentence = Text.of(head.en() + disk.en() + "." + tail(users, " Most: ", false) + tail(losers, " Longest wait: ", false),
            head.zh() + disk.zh() + "。" + tail(users, "读写最多：", true) + tail(losers, "等待最久：", true));
        return Optional.of(new Wait(Resource.DISK, blind ? iowait : waited, sentence, joined(users, losers)));
    }

    /** "; vda is 99 % busy, a write takes 35 ms, 12 requests wait". */
    private Text busiestDisk() {
        Optional<String> busiest = largest("disk.busy{");
        if (busiest.isEmpty()) {
            return Text.same("");
        }
        String name = label(busiest.get());
        StringBuilder en = new StringBuilder("; " + name + " is " + Quantity.number(sample.value(busiest.get())) + " % busy");
        StringBuilder zh = new StringBuilder("；" + name + " 繁忙 " + Quantity.number(sample.value(busiest.get())) + "%");
        for (String[] kind : new String[][] {{"read", "a read", "每次读"}, {"write", "a write", "每次写"}}) {
            double latency = sample.value("disk." + kind[0] + ".latency{" + name + "}");
            if (!Double.isNaN(latency)) {
                en.append(", ").append(kind[1]).append(" takes ").append(Quantity.number(latency)).append(" ms");
                zh.append("，").append(kind[2]).append(' ').append(Quantity.number(latency)).append(" ms");
            }
        }
        double queue = sample.value("disk.queue{" + name + "}");
        if (queue >= 1) {
            en.append(", ").append(Quantity.number(queue)).append(" requests are under way");
            zh.append("，").append(Quantity.number(queue)).append(" 个请求未完成");
        }
        return Text.of(en.toString(), zh.toString());
    }

    private Optional<Wait> quota() {
        return largest("cgroup.cpu.throttled{").filter(s -> sample.value(s) >= THROTTLED_MILLIS_MIN).map(series -> {
            String group = label(series);
            String millis = Quantity.number(sample.value(series));
            double limit = sample.value("cgroup.cpu.limit{" + group + "}");
            String of = Double.isNaN(limit) ? "" : " of " + Quantity.number(limit / 100) + " CPUs";
            String ofZh = Double.isNaN(limit) ? "" : "（" + Quantity.number(limit / 100) + " 个 CPU）";
            return new Wait(Resource.QUOTA, Double.NaN,
                Text.of("The group " + group + " stands still " + millis + " ms a second because its quota" + of + " is used up.",
                    "控制组 " + group + " 因配额" + ofZh + "用尽，每秒停顿 " + millis + " ms。"),
                List.of(new Culprit(0, group, Owner.of(group).shown(), Text.of("throttled " + millis + " ms/s", "限流 " + millis + " ms/s"))));
        });
    }

    private Optional<Wait> network() {
        double overflows = means.of("tcp.listen.overflows");
        double share = means.of("tcp.retransmitted");
        if (overflows > 0) {
            return Optional.of(new Wait(Resource.NETWORK, Double.NaN, Text.of(
                "Connections are refused: " + Quantity.number(overflows) + " a second find an accept queue full.",
                "连接被拒绝：每秒 " + Quantity.number(overflows) + " 个连接遇到接受队列已满。"), List.of()));
        }
        if (share >= RETRANSMITTED_PERCENT_MIN && means.of("tcp.out.segments") >= SEGMENTS_MIN) {
            return Optional.of(new Wait(Resource.NETWORK, Double.NaN, Text.of(
                "The network loses packets: " + Quantity.number(share) + " % of TCP segments are sent again.",
                "网络丢包：" + Quantity.number(share) + "% 的 TCP 报文段被重传。"), List.of()));
        }
        return Optional.empty();
    }

    private List<Culprit> top(ToDoubleFunction<ProcessSample> measure, double atLeast,
                              java.util.function.DoubleFunction<Text> amount) {
        return processes.stream().filter(p -> measure.applyAsDouble(p) >= atLeast)
            .sorted(Comparator.comparingDouble(measure).reversed()).limit(CULPRITS_MAX)
            .map(p -> new Culprit(p.pid(), p.name(), p.owner(), amount.apply(measure.applyAsDouble(p)))).toList();
    }

    private Optional<String> largest(String prefix) {
        return sample.values().entrySet().stream().filter(e -> e.getKey().startsWith(prefix))
            .max(java.util.Map.Entry.comparingByValue()).map(java.util.Map.Entry::getKey);
    }

    static String label(String series) {
        int open = series.indexOf('{');
        return open < 0 ? "" : series.substring(open + 1, series.length() - 1);
    }

    private static String tail(List<Culprit> culprits, String lead, boolean chinese) {
        if (culprits.isEmpty()) {
            return "";
        }
        return lead + culprits.stream().map(c -> chinese ? c.shown().zh() : c.shown().en())
            .collect(Collectors.joining(chinese ? "、" : ", ")) + (chinese ? "。" : ".");
    }

    private static List<Culprit> joined(List<Culprit> first, List<Culprit> second) {
        List<Culprit> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    private static double orZero(double value) {
        return Double.isNaN(value) ? 0 : value;
    }
}
