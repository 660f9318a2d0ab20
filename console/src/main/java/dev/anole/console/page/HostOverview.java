package dev.anole.console.page;

import static dev.anole.console.page.Html.all;
import static dev.anole.console.page.Html.at;
import static dev.anole.console.page.Html.cls;
import static dev.anole.console.page.Html.el;
import static dev.anole.console.page.Html.href;
import static dev.anole.console.page.Html.none;
import static dev.anole.console.page.Html.text;
import static dev.anole.console.page.Html.when;

import dev.anole.operation.Probe;
import dev.anole.operation.Text;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * The first page of a host: the sentence, the board, who takes most, and what is missing here.
 *
 * @param range      how far back the charts look at first
 * @param noPressure why this kernel has no pressure stall information; empty where it has
 * @param fills      how full its file systems are
 * @param log        the newest lines, newest first
 * @param sort       of the processes; empty sorts them by what is short
 */
public record HostOverview(HostHeader header, Range range, Devices devices, Readings readings, Optional<Probe.Unavailable> noPressure,
                           List<Fill> fills, List<HostEvent> events, Answer<List<ProcessRow>> processes,
                           Answer<List<JvmRow>> jvms, Answer<List<LogLine>> log, Answer<List<Absent>> absent, Optional<Sort> sort) {
    /** Rows of the process table on this page: they are visible below the board at 1440 × 1000. */
    public static final int PROCESSES = 10;
    private static final int JVMS = 5;
    private static final int LOG_LINES = 6;
    private static final int ABSENT = 4;
    private static final List<ProcessColumn> COLUMNS = List.of(ProcessColumn.DISK_WAIT, ProcessColumn.CPU, ProcessColumn.MEMORY,
        ProcessColumn.WRITES, ProcessColumn.CPU_WAIT, ProcessColumn.THREADS);

    public HostOverview {
        Objects.requireNonNull(header, "header");
        Objects.requireNonNull(range, "range");
        Objects.requireNonNull(devices, "devices");
        Objects.requireNonNull(readings, "readings");
        Objects.requireNonNull(noPressure, "noPressure");
        fills = List.copyOf(fills);
        events = List.copyOf(events);
        Objects.requireNonNull(sort, "sort");
    }

    /** The whole page. */
    public String render(PageContext c) {
        Condition condition = condition();
        return Layout.page(c, Optional.of(Place.HOST), c.host(), all(
            header.html(c, HostTab.OVERVIEW, Optional.of(range)),
            el("div", at("id", "say"), at("data-refresh", "5"), sentence(c, condition)),
            Board.html(c, header, devices, readings, noPressure, events),
            el("div", cls("cols"),
                el("section", at("aria-labelledby", "h-procs"), at("id", "procs"), at("data-refresh", "2"), processes(c, condition)),
                el("div", cls("stack"), jvms(c), log(c), absent(c)))));
    }

    /**
     * One region of the page, as it is fetched again: {@code say} or {@code procs}, after {@code ?part=}.
     *
     * @return empty for a region that there is not
     */
    public Optional<String> region(PageContext c, String part) {
        return switch (part) {
            case "say" -> Optional.of(sentence(c, condition()).render());
            case "procs" -> Optional.of(processes(c, condition()).render());
            default -> Optional.empty();
        };
    }

    private Condition condition() {
        return Condition.of(header, devices, readings, rows(), fills);
    }

    private Html sentence(PageContext c, Condition condition) {
        return el("section", cls("say " + condition.level().name().toLowerCase(Locale.ROOT)), at("aria-label", c.say("How it is", "状态")),
            el("div", cls("grow"), el("p", cls("big"), c.say(condition.headline())),
                when(!condition.detail().en().isEmpty(), el("p", cls("quiet"), c.say(condition.detail())))),
            condition.resource().<Html>map(r -> el("div", cls("acts"), el("a", cls("btn"),
                href(c.hostPath("processes") + "?sort=-" + ProcessColumn.of(r).key()), text(c.say(step(r)))))).orElse(none()));
    }

    private static Text step(Resource resource) {
        return switch (resource) {
            case CPU -> Text.of("Who uses the CPU", "谁在用 CPU");
            case MEMORY -> Text.of("Who holds memory", "谁占着内存");
            case DISK -> Text.of("Who waits for a disk", "谁在等磁盘");
            case NETWORK -> Text.of("All processes", "全部进程");
        };
    }

    private Html processes(PageContext c, Condition condition) {
        String all = header.counts().getOrDefault(HostTab.PROCESSES, "");
        boolean waits = rows().stream().anyMatch(r -> Double.isFinite(r.diskWaitMsPerSecond()));
        ProcessColumn by = condition.resource().map(r -> r == Resource.DISK && !waits ? ProcessColumn.WRITES : ProcessColumn.of(r)).orElse(ProcessColumn.CPU);
        List<ProcessColumn> columns = COLUMNS.stream().filter(k -> waits || k != ProcessColumn.DISK_WAIT).toList();
        return all(
            el("div", cls("bar"), el("h2", cls("t"), at("id", "h-procs"), text(c.say("Processes", "进程"))),
                el("span", cls("faint"), reason(c, condition, by)), el("span", cls("held faint"), c.say("order held", "顺序已保持")),
                el("a", cls("more"), href(c.hostPath("processes")), text(c.say("All " + all, "全部 " + all).strip()))),
            processes.drawn(c, rows -> ProcessTable.html(c, rows, columns, sort.orElse(new Sort(by.key(), true)), c.hostPath(""), PROCESSES)));
    }

    private List<ProcessRow> rows() {
        return processes instanceof Answer.Got<List<ProcessRow>>(List<ProcessRow> got) ? got : List.of();
    }

    private String reason(PageContext c, Condition condition, ProcessColumn by) {
        if (sort.isPresent() || condition.resource().isEmpty()) {
            return "";
        }
        return c.say("sorted by " + by.label().en().toLowerCase(Locale.ROOT).replace("cpu", "CPU") + ", because that is short",
            "按" + (by.label().zh().charAt(0) < 0x80 ? " " : "") + by.label().zh() + "排序，因为这里最紧张");
    }

    private Html jvms(PageContext c) {
        return el("section", bar(c, Text.of("JVMs", "JVM"), HostTab.JVMS, ""), jvms.drawn(c, list -> list.isEmpty()
            ? el("p", cls("faint"), c.say("No Java process runs here. One appears within seconds of its start.", "没有 Java 进程在运行；启动后几秒内会出现。"))
            : el("ul", cls("list"), all(list.stream().limit(JVMS).map(j -> el("li",
                el("div", cls("r"), el("strong", cls("cut"), at("title", j.name()), text(j.name())), el("span", cls("faint nowrap"), j.version()),
                    el("span", cls("num"), heap(c, j))),
                el("div", cls("r quiet"), el("span", "PID " + j.pid()),
                    when(Double.isFinite(j.gcPercent()), el("span", "GC " + Figures.percent(j.gcPercent(), c.language()))),
                    when(Double.isFinite(j.threads()), el("span", c.say(Figures.count(j.threads()) + " threads", Figures.count(j.threads()) + " 个线程"))))))))));
    }

    private static String heap(PageContext c, JvmRow j) {
        if (!Double.isFinite(j.heapUsed())) {
            return "";
        }
        return c.say("heap ", "堆 ") + Figures.bytes(j.heapUsed()) + (Double.isFinite(j.heapMax()) ? " / " + Figures.bytes(j.heapMax()) : "");
    }

    private Html log(PageContext c) {
        return el("section", bar(c, Text.of("Kernel log", "内核日志"), HostTab.LOG, ""), log.drawn(c, lines -> lines.isEmpty()
            ? el("p", cls("faint"), c.say("The kernel has said nothing since it started.", "内核启动以来没有消息。"))
            : el("ul", cls("log"), all(lines.stream().limit(LOG_LINES).map(l -> LogPage.line(c, l))))));
    }

    private Html absent(PageContext c) {
        return absent.drawn(c, list -> list.isEmpty() ? none()
            : el("section", bar(c, Text.of("Not available here", "在这里不可用"), HostTab.CAPABILITIES, Integer.toString(list.size())),
                el("ul", cls("list"), all(list.stream().limit(ABSENT).map(a -> el("li", cls("na"),
                    el("a", cls("mono"), href("/operations/" + a.operation().path()), text(a.operation().toString())),
                    el("p", cls("why"), c.say(a.probe().reason()) + " " + c.say(a.probe().remedy()))))))));
    }

    private Html bar(PageContext c, Text title, HostTab tab, String count) {
        String n = count.isEmpty() ? header.counts().getOrDefault(tab, "") : count;
        return el("div", cls("bar"), el("h2", cls("t"), c.say(title)),
            el("a", cls("more"), href(c.hostPath(tab.path())), text(n.isEmpty() ? c.say("Open", "打开") : c.say("All " + n, "全部 " + n))));
    }
}
