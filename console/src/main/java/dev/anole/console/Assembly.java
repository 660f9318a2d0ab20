package dev.anole.console;

import dev.anole.console.api.AuditApi;
import dev.anole.console.api.LiveApi;
import dev.anole.console.api.MetricsApi;
import dev.anole.console.api.OpenApi;
import dev.anole.console.api.OperationsApi;
import dev.anole.console.api.SeriesApi;
import dev.anole.console.api.TasksApi;
import dev.anole.console.gate.Attempts;
import dev.anole.console.gate.Gate;
import dev.anole.console.gate.HostNames;
import dev.anole.console.http.Assets;
import dev.anole.console.http.Refusal;
import dev.anole.console.http.Route;
import dev.anole.console.http.Router;
import dev.anole.console.live.AgentLink;
import dev.anole.console.live.History;
import dev.anole.console.live.HostFacts;
import dev.anole.console.live.LiveFeed;
import dev.anole.console.live.Minute;
import dev.anole.console.live.Probes;
import dev.anole.console.live.TaskMirror;
import dev.anole.console.page.PageContext.Badges;
import dev.anole.console.site.AuditPages;
import dev.anole.console.site.ChangePages;
import dev.anole.console.site.Contexts;
import dev.anole.console.site.EntrancePages;
import dev.anole.console.site.FindPage;
import dev.anole.console.site.HostEvents;
import dev.anole.console.site.HostPages;
import dev.anole.console.site.OperationPages;
import dev.anole.console.site.RefusalPages;
import dev.anole.console.site.Retention;
import dev.anole.console.site.SettingsPages;
import dev.anole.console.site.TaskPages;
import dev.anole.console.store.Records;
import dev.anole.operation.Catalog;
import dev.anole.operation.Configuration;
import dev.anole.operation.TaskState;
import dev.anole.operation.TaskSummary;
import dev.anole.operation.Text;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The parts of a running console and how they are wired.
 *
 * @param records the store, which may still be opening
 * @param feed    samples as they come; empty where the catalog has none
 * @param history samples of before; empty where their store could not be opened
 * @param configured how it is configured, with who set each value
 */
record Assembly(Catalog catalog, String version, Clock clock, AgentLink link, Supplier<Records> records,
                Supplier<TaskMirror> mirror, Optional<LiveFeed> feed, Supplier<Optional<History>> history, HostNames names,
                List<Configuration.Entry> configured) {
    Assembly {
        Objects.requireNonNull(catalog, "catalog");
        Objects.requireNonNull(link, "link");
    }

    /** Everything that is answered on a port. */
    Router router(boolean tls, int port) {
        String cookie = Gate.cookieName(tls, port);
        Gate gate = new Gate(names, new Attempts(System::nanoTime), clock, cookie,
            () -> new Gate.Keys(records.get().sessions(), records.get().tokens()));
        Assets assets = new Assets();
        Contexts contexts = new Contexts(link, assets, clock, () -> badges(records.get().tasks().open()));
        TasksApi tasks = new TasksApi(link, () -> records.get().tasks(), mirror);
        List<Route> routes = new ArrayList<>();
        routes.add(assets.route());
        routes.addAll(new EntrancePages(gate, contexts, records, clock, cookie, tls).routes());
        routes.add(new OpenApi(catalog, version).route());
        OperationsApi operations = new OperationsApi(catalog, link);
        routes.addAll(operations.routes());
        routes.addAll(tasks.routes());
        routes.addAll(new AuditApi(records, mirror).routes());
        routes.addAll(new LiveApi(feed).routes());
        routes.addAll(new SeriesApi(() -> history.get().orElseThrow(Assembly::noHistory), clock).routes());
        Probes probes = new Probes(link);
        TaskPages taskPages = new TaskPages(catalog, link, tasks, contexts);
        HostFacts facts = new HostFacts(catalog, link);
        routes.add(new MetricsApi(facts).route());
        routes.addAll(new HostPages(catalog, link, facts, probes, () -> Minute.of(feed.map(LiveFeed::recent).orElse(List.of()), clock.instant()),
            new HostEvents(records, facts), contexts, clock).routes());
        routes.add(new FindPage(catalog, facts, contexts).route());
        routes.addAll(new ChangePages(facts, contexts).routes());
        routes.addAll(new OperationPages(catalog, link, probes, contexts, taskPages, operations).routes());
        routes.addAll(taskPages.routes());
        routes.addAll(new AuditPages(contexts, records, mirror).routes());
        routes.addAll(new SettingsPages(contexts, records, new Retention(records, history), configured, clock).routes());
        return new Router(gate, routes, new RefusalPages(contexts, records, System::nanoTime));
    }

    private static Badges badges(List<TaskSummary> open) {
        int waiting = (int) open.stream().filter(t -> t.state() == TaskState.PROPOSED).count();
        return new Badges(open.size() - waiting, waiting);
    }

    private static Refusal noHistory() {
        return Refusal.of(503, Text.of("the history of metrics could not be opened", "无法打开指标历史"),
            Text.of("the console's log says why", "原因见控制台日志"));
    }
}
