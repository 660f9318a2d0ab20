package dev.anole.console.page;

import static dev.anole.console.page.Chart.curve;
import static dev.anole.console.page.Chart.scaled;
import static dev.anole.console.page.Html.all;
import static dev.anole.console.page.Html.at;
import static dev.anole.console.page.Html.cls;
import static dev.anole.console.page.Html.el;
import static dev.anole.console.page.Html.none;
import static dev.anole.console.page.Html.text;
import static dev.anole.console.page.Html.when;

import dev.anole.operation.Probe;
import dev.anole.operation.Text;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Four resources by use, waiting, limits and errors, on one clock with one cross-hair. */
final class Board {
    private static final double MIB = 1 << 20;
    private static final double BITS = 8;

    /** A line among limits and errors; from {@code hot} on it needs a person. */
    private record Line(Text label, List<String> series, String unit, double hot) {
        static Line of(String en, String zh, String unit, double hot, String... series) {
            return new Line(Text.of(en, zh), List.of(series), unit, hot);
        }
    }

    /** A row of the board. */
    private record Row(Resource resource, List<String> figure, double scale, String unit, Text of, Chart use, Chart waiting,
                       List<Line> lines) {
    }

    private static final double NEVER = Double.POSITIVE_INFINITY;

    private Board() {
    }

    static Html html(PageContext c, HostHeader header, Devices devices, Readings readings, Optional<Probe.Unavailable> noPressure,
                     List<HostEvent> events) {
        List<Row> rows = List.of(cpu(header), memory(header), disk(devices, readings), network(devices));
        return el("div", cls("board"), at("role", "group"), at("tabindex", "0"), at("data-board"),
            at("aria-label", c.say("Resources; arrow keys move the cross-hair", "资源；方向键移动十字线")),
            el("div", cls("bh")),
            el("div", cls("bh"), el("b", c.say("Use", "用量"))),
            el("div", cls("bh"), el("b", c.say("Waiting", "等待")), text(" "),
                el("span", c.say("share of time that tasks stand still", "任务停住的时间占比"))),
            el("div", cls("bh endh"), el("b", c.say("Limits and errors", "限制与错误"))),
            all(rows.stream().map(r -> row(c, r, readings, noPressure))),
            clock(c, events));
    }

    private static Row cpu(HostHeader header) {
        return new Row(Resource.CPU, List.of("cpu.used"), 1, "%",
            Text.of("of " + header.cores() + (header.cores() == 1 ? " core" : " cores"), "共 " + header.cores() + " 核"),
            new Chart(Text.of("CPU use, stacked", "CPU 用量，堆叠"), Chart.Form.STACK, "%", OptionalDouble.of(100), 0, OptionalDouble.empty(),
                "cpu.used", List.of(curve(1, "user", "用户", "cpu.user", "cpu.nice"),
                    curve(4, "system", "系统", "cpu.system", "cpu.irq", "cpu.softirq"),
                    curve(2, "I/O wait", "等待 I/O", "cpu.iowait"),
                    curve(6, "steal", "窃取", "cpu.steal"))),
            new Chart(Text.of("CPU pressure", "CPU 压力"), Chart.Form.LINES, "%", OptionalDouble.empty(), 10, OptionalDouble.of(60),
                "", List.of(curve(1, "some", "部分", "psi.cpu.some"))),
            List.of(Line.of("Load", "负载", "", NEVER, "load.1"),
                Line.of("Run queue", "运行队列", "", NEVER, "cpu.runnable"),
                Line.of("Waiting for I/O", "等待 I/O 的任务", "", NEVER, "cpu.blocked"),
                Line.of("Stolen", "窃取", "%", 5, "cpu.steal")));
    }

    /** The share of time that some task stands still for something. */
    static Chart pressure(String en, String zh, String series) {
        return new Chart(Text.of(en, zh), Chart.Form.LINES, "%", OptionalDouble.empty(), 10, OptionalDouble.empty(), "", List.of(curve(1, en + ", some", zh + "，部分", series)));
    }

    private static Row memory(HostHeader header) {
        return new Row(Resource.MEMORY, List.of("memory.used"), 1, "B",
            Text.of("of " + Figures.bytes(header.memoryBytes()), "共 " + Figures.bytes(header.memoryBytes())),
            new Chart(Text.of("Memory use, stacked", "内存用量，堆叠"), Chart.Form.STACK, "B", OptionalDouble.of(header.memoryBytes()), 0,
                OptionalDouble.empty(), "",
                List.of(curve(1, "programs", "程序", "memory.anon"),
                    curve(3, "page cache", "页缓存", "memory.cached", "memory.buffers"),
                    curve(4, "kernel", "内核", "memory.slab", "memory.kernel.stacks", "memory.page.tables", "memory.percpu"))),
            new Chart(Text.of("Memory pressure", "内存压力"), Chart.Form.LINES, "%", OptionalDouble.empty(), 10, OptionalDouble.of(10),
                "", List.of(curve(1, "some", "部分", "psi.memory.some"), curve(2, "full", "全部", "psi.memory.full"))),
            List.of(Line.of("Available", "可用", "B", NEVER, "memory.available"),
                Line.of("Dirty", "脏页", "B", NEVER, "memory.dirty"),
                Line.of("Swapped in", "换入", "/s", 1, "vm.swap.in"),
                Line.of("Killed by OOM", "OOM 终止", "/s", 0.001, "vm.oom.kills")));
    }

    private static Row disk(Devices devices, Readings readings) {
        long bytes = devices.disks().stream().mapToLong(Devices.Disk::bytes).sum();
        int n = devices.disks().size();
        String all = Figures.bytes(bytes);
        return new Row(Resource.DISK, List.of("disk.read.bytes", "disk.write.bytes"), 1, "B/s",
            n == 0 ? Text.of("no block device", "没有块设备")
                : Text.of(n + (n == 1 ? " device, " : " devices, ") + all, n + " 块，" + all),
            new Chart(Text.of("Disk throughput, writes up, reads down", "磁盘吞吐，上写下读"), Chart.Form.MIRROR, "B/s",
                OptionalDouble.empty(), MIB, OptionalDouble.empty(),
                "", List.of(curve(1, "write", "写", "disk.write.bytes"), curve(3, "read", "读", "disk.read.bytes"))),
            new Chart(Text.of("I/O pressure", "I/O 压力"), Chart.Form.LINES, "%", OptionalDouble.empty(), 10, OptionalDouble.of(20),
                "", List.of(curve(1, "some", "部分", "psi.io.some"), curve(2, "full", "全部", "psi.io.full"))),
            busiest(devices, readings));
    }

    /** The disk that is busiest now stands for all of them. */
    private static List<Line> busiest(Devices devices, Readings readings) {
        return devices.disks().stream().map(Devices.Disk::name)
            .max((a, b) -> Double.compare(order(readings.minute("disk.busy{" + a + "}")), order(readings.minute("disk.busy{" + b + "}"))))
            .map(d -> List.of(
                Line.of("Busy, " + d, d + " 繁忙", "%", 80, "disk.busy{" + d + "}"),
                Line.of("Queue", "队列", "", 16, "disk.queue{" + d + "}"),
                Line.of("Read takes", "读耗时", "ms", 50, "disk.read.latency{" + d + "}"),
                Line.of("Write takes", "写耗时", "ms", 50, "disk.write.latency{" + d + "}")))
            .orElse(List.of());
    }

    private static double order(double value) {
        return Double.isFinite(value) ? value : -1;
    }

    private static Row network(Devices devices) {
        List<Devices.Link> links = devices.links();
        Text of = switch (links.size()) {
            case 0 -> Text.of("no interface is up", "没有启用的网卡");
            case 1 -> {
                String name = links.getFirst().name();
                String speed = links.getFirst().bitsPerSecond().isPresent()
                    ? ", " + Figures.rate(links.getFirst().bitsPerSecond().getAsLong(), "bit/s") : "";
                yield Text.of(name + speed, name + speed.replace(", ", "，"));
            }
            default -> Text.of(links.size() + " interfaces", links.size() + " 个网卡");
        };
        return new Row(Resource.NETWORK, List.of("net.in.bytes", "net.out.bytes"), BITS, "bit/s", of,
            new Chart(Text.of("Network, out up, in down", "网络，上发下收"), Chart.Form.MIRROR, "bit/s", OptionalDouble.empty(), 1e6,
                OptionalDouble.empty(), "",
                List.of(scaled(BITS, curve(1, "out", "发", "net.out.bytes")), scaled(BITS, curve(3, "in", "收", "net.in.bytes")))),
            new Chart(Text.of("TCP segments sent again", "TCP 重传"), Chart.Form.LINES, "%", OptionalDouble.empty(), 2, OptionalDouble.of(2),
                "", List.of(curve(1, "retransmitted", "重传", "tcp.retransmitted"))),
            List.of(Line.of("Connections", "连接", "", NEVER, "tcp.established"),
                Line.of("Accept queue full", "接受队列溢出", "/s", 0.001, "tcp.listen.overflows"),
                Line.of("Dropped", "丢弃", "/s", 1, "net.in.drops", "net.out.drops"),
                Line.of("Errors", "错误", "/s", 0.001, "net.in.errors", "net.out.errors")));
    }

    private static Html row(PageContext c, Row r, Readings readings, Optional<Probe.Unavailable> noPressure) {
        boolean silent = noPressure.isPresent() && r.resource() != Resource.NETWORK;
        String[] figure = parts(Figures.of(readings.now(r.figure()) * r.scale(), r.unit(), c.language()));
        return all(
            el("div", cls("cell res"), el("span", cls("nm"), c.say(r.resource().label())),
                el("span", cls("v"), at("data-sum", Chart.list(r.figure())), at("data-unit", r.unit()), at("data-scale", Chart.plain(r.scale())),
                    text(figure[0]), el("small", figure[1])),
                el("span", cls("of"), c.say(r.of()))),
            el("div", cls("cell plot"), r.use().html(c, readings, "")),
            el("div", cls("cell plot wait"), silent ? unavailable(c, noPressure.get()) : r.waiting().html(c, readings, c.say("waiting", "等待"))),
            el("dl", cls("cell end tr"), all(r.lines().stream().filter(l -> l.series().stream().anyMatch(readings::has))
                .map(l -> line(c, l, readings)))));
    }

    /** Number and unit apart, since they differ in size. */
    static String[] parts(String figure) {
        int cut = 0;
        while (cut < figure.length() && (Character.isDigit(figure.charAt(cut)) || ".\u202f−—".indexOf(figure.charAt(cut)) >= 0)) {
            cut++;
        }
        if (cut > 0 && figure.charAt(cut - 1) == '\u202f') {
            cut--;
        }
        return new String[] {figure.substring(0, cut), figure.substring(cut).strip().replace("\u202f", "")};
    }

    private static Html line(PageContext c, Line l, Readings readings) {
        double value = readings.now(l.series());
        return el("div", when(value >= l.hot(), cls("hot")), when(value == 0, cls("z")),
            el("dt", c.say(l.label())),
            el("dd", at("data-sum", Chart.list(l.series())), when(!l.unit().isEmpty(), at("data-unit", l.unit())),
                when(l.hot() < NEVER, at("data-hot", Chart.plain(l.hot() == NEVER ? 0 : l.hot()))),
                text(Figures.of(value, l.unit(), c.language()))));
    }

    private static Html unavailable(PageContext c, Probe.Unavailable why) {
        return el("p", cls("nopsi"), el("span", c.say(why.reason())), text(" "), el("span", cls("faint"), c.say(why.remedy())));
    }

    /** What happened, on the clock of all charts. */
    static Html clock(PageContext c, List<HostEvent> events) {
        return all(
            el("div", cls("cell last zone"), el("span", cls("faint"), Moments.zoneName(c))),
            el("div", cls("cell plot last"), el("div", cls("lane"), all(events.stream().limit(HostEvent.EVENTS_MAX).map(e -> e.html(c))),
                el("div", cls("ax")), el("span", cls("clock")))),
            el("div", cls("cell plot last hide-s"), el("div", cls("lane"), el("div", cls("ax")))),
            el("div", cls("cell end last")));
    }
}
