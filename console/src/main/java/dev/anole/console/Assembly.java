package dev.anole.console;

import dev.anole.console.api.LiveApi;
import dev.anole.console.api.OpenApi;
import dev.anole.console.api.OperationsApi;
import dev.anole.console.api.TasksApi;
import dev.anole.console.gate.Attempts;
import dev.anole.console.gate.Gate;
import dev.anole.console.gate.HostNames;
import dev.anole.console.http.Assets;
import dev.anole.console.http.Route;
import dev.anole.console.http.Router;
import dev.anole.console.live.AgentLink;
import dev.anole.console.live.LiveFeed;
import dev.anole.console.live.TaskMirror;
import dev.anole.console.site.Contexts;
import dev.anole.console.site.EntrancePages;
import dev.anole.console.site.RefusalPages;
import dev.anole.console.store.Records;
import dev.anole.operation.Catalog;
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
 */
record Assembly(Catalog catalog, String version, Clock clock, AgentLink link, Supplier<Records> records,
                Supplier<TaskMirror> mirror, Optional<LiveFeed> feed, HostNames names) {
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
        Contexts contexts = new Contexts(link, assets, clock, () -> dev.anole.console.page.PageContext.Badges.NONE);
        TasksApi tasks = new TasksApi(link, () -> records.get().tasks(), mirror);
        List<Route> routes = new ArrayList<>();
        routes.add(assets.route());
        routes.addAll(new EntrancePages(gate, contexts, records, clock, cookie, tls).routes());
        routes.add(new OpenApi(catalog, version).route());
        routes.addAll(new OperationsApi(catalog, link).routes());
        routes.addAll(tasks.routes());
        routes.addAll(new LiveApi(feed).routes());
        return new Router(gate, routes, new RefusalPages(contexts, records, System::nanoTime));
    }
}
