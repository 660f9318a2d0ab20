package dev.anole.console.site;

import dev.anole.console.gate.Need;
import dev.anole.console.http.Call;
import dev.anole.console.http.Refusal;
import dev.anole.console.http.Reply;
import dev.anole.console.http.Route;
import dev.anole.console.live.AgentLink;
import dev.anole.console.live.HostFacts;
import dev.anole.console.live.Probes;
import dev.anole.console.page.Absent;
import dev.anole.console.page.Answer;
import dev.anole.console.page.CapabilitiesPage;
import dev.anole.console.page.DevicesPage;
import dev.anole.console.page.HostHeader;
import dev.anole.console.page.HostOverview;
import dev.anole.console.page.HostRecordsPage;
import dev.anole.console.page.HostTab;
import dev.anole.console.page.LogPage;
import dev.anole.console.page.PageContext;
import dev.anole.console.page.ProcessRow;
import dev.anole.console.page.ProcessesPage;
import dev.anole.console.page.Range;
import dev.anole.console.page.Readings;
import dev.anole.console.page.Sort;
import dev.anole.operation.Catalog;
import dev.anole.operation.Operation;
import dev.anole.operation.OperationName;
import dev.anole.operation.Probe;
import dev.anole.operation.Text;
import dev.anole.ops.collect.HostFilesystems;
import dev.anole.ops.collect.HostProcesses;
import dev.anole.ops.collect.Inventory;
import dev.anole.ops.collect.KernelMessage;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/** The host: its overview and its tabs. Each part is read beside the others; one that fails says so in its place. */
public final class HostPages {
    /** Processes that a page asks for. */
    private static final int PROCESSES_MAX = 1_000;
    private static final Duration SECOND = Duration.ofMillis(900);
    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

    private final Catalog catalog;
    private final AgentLink link;
    private final HostFacts facts;
    private final Probes probes;
    private final Supplier<Readings> readings;
    private final HostEvents events;
    private final Contexts contexts;
    private final Clock clock;

    /** @param readings what is measured now */
    public HostPages(Catalog catalog, AgentLink link, HostFacts facts, Probes probes, Supplier<Readings> readings, HostEvents events,
            Contexts contexts, Clock clock) {
        this.catalog = Objects.requireNonNull(catalog, "catalog");
        this.link = Objects.requireNonNull(link, "link");
        this.facts = Objects.requireNonNull(facts, "facts");
        this.probes = Objects.requireNonNull(probes, "probes");
        this.readings = Objects.requireNonNull(readings, "readings");
        this.events = Objects.requireNonNull(events, "events");
        this.contexts = Objects.requireNonNull(contexts, "contexts");
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    public List<Route> routes() {
        return List.of(
            Route.get("/", Need.VIEWER, call -> page(call, HostTab.OVERVIEW)),
            Route.get("/host/{host}", Need.VIEWER, call -> page(call, HostTab.OVERVIEW)),
            Route.get("/host/{host}/{tab}", Need.VIEWER, call -> page(call, HostTab.of(call.variable("tab"))
                .filter(t -> t != HostTab.OVERVIEW).orElseThrow(() -> Refusal.notFound(call.path())))));
    }

    private Reply page(Call call, HostTab tab) throws InterruptedException {
        String part = call.query("part").orElse("");
        if (link.lastGreeting().isEmpty()) {
            link.greet();
        }
        if (call.path().startsWith("/host/") && !call.variable("host").equals(link.host())) {
            throw Refusal.notFound(call.path());
        }
        PageContext c = contexts.of(call);
        return Reply.html(switch (tab) {
            case OVERVIEW -> {
                HostOverview overview = overview(call, part);
                yield part.isEmpty() ? overview.render(c) : overview.region(c, part).orElseThrow(() -> Refusal.notFound(call.here()));
            }
            case PROCESSES -> {
                var page = new ProcessesPage(header(), processes(PROCESSES_MAX), call.query("sort").map(s -> Sort.of(s, ProcessesPage.BY_CPU))
                    .orElse(ProcessesPage.BY_CPU));
                yield part.isEmpty() ? page.render(c) : page.region(c);
            }
            case CGROUPS -> records(c, tab, part, part(Text.of("Control groups", "控制组"), "host cgroups", SECOND),
                part(Text.of("Containers", "容器"), "host containers", TEN_SECONDS));
            case JVMS -> records(c, tab, part, part(Text.of("JVMs", "JVM"), "host jvms", SECOND));
            case DEVICES -> {
                var page = new DevicesPage(header(), range(call), HostModels.devices(facts.inventory()), readings.get(), parts(
                    part(Text.of("File systems", "文件系统"), "host filesystems", SECOND), part(Text.of("Disks", "磁盘"), "host disks", SECOND),
                    part(Text.of("Network", "网络"), "host network", SECOND)));
                yield part.isEmpty() ? page.render(c) : page.region(c);
            }
            case LOG -> {
                var page = new LogPage(header(), answer(facts.askLog(LogPage.LINES_MAX), lines -> lines.stream().map(HostModels::line).toList()));
                yield part.isEmpty() ? page.render(c) : page.region(c);
            }
            case INVENTORY -> records(c, tab, part, part(Text.of("Inventory", "清单"), "host show", TEN_SECONDS),
                part(Text.of("Services", "服务"), "host services", TEN_SECONDS), part(Text.of("Packages", "软件包"), "host packages", TEN_SECONDS));
            case CAPABILITIES -> new CapabilitiesPage(header(), catalog, probes.all()).render(c);
        });
    }

    private static Range range(Call call) {
        return Range.of(call.query("range").orElse(""));
    }

    private HostHeader header() throws InterruptedException {
        Inventory inventory = facts.inventory();
        Map<OperationName, Probe> probed = probes.all();
        int absent = (int) probed.values().stream().filter(Probe.Unavailable.class::isInstance).count();
        return HostModels.header(inventory, clock.instant(), HostModels.counts(inventory, probed.size() - absent, probed.size()));
    }

    /** The whole page, or what one of its regions needs. */
    private HostOverview overview(Call call, String part) throws InterruptedException {
        boolean whole = part.isEmpty();
        var processes = ask("host processes", Map.of("limit", List.of(Integer.toString(PROCESSES_MAX))), SECOND);
        var filesystems = ask("host filesystems", Map.of(), TEN_SECONDS);
        Optional<CompletableFuture<List<KernelMessage>>> log = whole && facts.has("host log") ? Optional.of(facts.askLog(20)) : Optional.empty();
        HostHeader header = header();
        Inventory inventory = facts.inventory();
        Readings now = readings.get();
        return new HostOverview(header, range(call), HostModels.devices(inventory), now, pressure(now), fills(filesystems),
            whole ? events.of(inventory) : List.of(), processRows(processes),
            Answer.of(inventory.jvms().stream().map(HostModels::jvm).toList()),
            log.isPresent() ? answer(log.get(), lines -> lines.stream().map(HostModels::line).toList()) : Answer.of(List.of()),
            Answer.of(absent()), call.query("sort").map(s -> Sort.of(s, ProcessesPage.BY_CPU)));
    }

    private CompletableFuture<Record> ask(String operation, Map<String, List<String>> input, Duration fresh) {
        return facts.ask(operation, input, fresh);
    }

    private Answer<List<ProcessRow>> processes(int limit) throws InterruptedException {
        return processRows(ask("host processes", Map.of("limit", List.of(Integer.toString(limit))), SECOND));
    }

    private static Answer<List<ProcessRow>> processRows(CompletableFuture<Record> asked) throws InterruptedException {
        return answer(asked, r -> ((HostProcesses.Processes) r).processes().stream().map(HostModels::process).toList());
    }

    /** A part of a page, or why it is not there. */
    private static <T, R> Answer<R> answer(CompletableFuture<T> asked, Function<T, R> made) throws InterruptedException {
        try {
            return Answer.of(made.apply(HostFacts.await(asked)));
        } catch (RuntimeException e) {
            return Answer.missing(HostFacts.problem(e));
        }
    }

    private static List<dev.anole.console.page.Fill> fills(CompletableFuture<Record> asked) throws InterruptedException {
        Answer<List<dev.anole.console.page.Fill>> fills = answer(asked, r -> HostModels.fills(((HostFilesystems.FileSystems) r).fileSystems()));
        return fills instanceof Answer.Got<List<dev.anole.console.page.Fill>>(var got) ? got : List.of();
    }

    private static Optional<Probe.Unavailable> pressure(Readings readings) {
        boolean measured = readings.now().isEmpty() || readings.now().keySet().stream().anyMatch(k -> k.startsWith("psi."));
        return measured ? Optional.empty() : Optional.of(new Probe.Unavailable(
            Text.of("This kernel gives no pressure stall information.", "此内核不提供压力停顿信息（PSI）。"), "no series psi.* in host samples",
            Text.of("Boot with psi=1, on a kernel with CONFIG_PSI.", "请用带 CONFIG_PSI 的内核并以 psi=1 启动。")));
    }

    private List<Absent> absent() {
        return probes.all().entrySet().stream().sorted(Map.Entry.comparingByKey())
            .<Absent>mapMulti((e, out) -> {
                if (e.getValue() instanceof Probe.Unavailable u) {
                    out.accept(new Absent(e.getKey(), u));
                }
            }).toList();
    }

    /** A part that is being read: a build without its operation leaves it out. */
    private Optional<Supplied> part(Text title, String operation, Duration fresh) {
        return catalog.find(OperationName.of(operation)).map(o -> new Supplied(title, o, ask(operation, Map.of(), fresh)));
    }

    private record Supplied(Text title, Operation<?, ?> operation, CompletableFuture<Record> asked) {
    }

    @SafeVarargs
    private static List<HostRecordsPage.Part> parts(Optional<Supplied>... supplied) throws InterruptedException {
        List<HostRecordsPage.Part> parts = new java.util.ArrayList<>();
        for (Optional<Supplied> s : supplied) {
            if (s.isPresent()) {
                parts.add(new HostRecordsPage.Part(s.get().title(), s.get().operation().name(), answer(s.get().asked(), r -> r)));
            }
        }
        return parts;
    }

    @SafeVarargs
    private String records(PageContext c, HostTab tab, String part, Optional<Supplied>... supplied) throws InterruptedException {
        HostRecordsPage page = new HostRecordsPage(header(), tab, parts(supplied));
        return part.isEmpty() ? page.render(c) : page.region(c);
    }
}
