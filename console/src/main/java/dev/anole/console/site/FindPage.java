package dev.anole.console.site;

import dev.anole.console.gate.Need;
import dev.anole.console.http.Call;
import dev.anole.console.http.Refusal;
import dev.anole.console.http.Reply;
import dev.anole.console.http.Route;
import dev.anole.console.live.HostFacts;
import dev.anole.console.page.PageContext;
import dev.anole.console.page.Palette;
import dev.anole.console.page.Palette.Found;
import dev.anole.operation.Catalog;
import dev.anole.operation.OperationException;
import dev.anole.operation.journal.ChangesList;
import dev.anole.ops.collect.HostProcesses;
import dev.anole.ops.collect.ProcessSample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** One box that finds operations, processes and changes by what one remembers of them. */
public final class FindPage {
    private static final int QUERY_MAX = 200;
    private static final Duration FRESH = Duration.ofSeconds(3);

    private final Catalog catalog;
    private final HostFacts facts;
    private final Contexts contexts;

    public FindPage(Catalog catalog, HostFacts facts, Contexts contexts) {
        this.catalog = Objects.requireNonNull(catalog, "catalog");
        this.facts = Objects.requireNonNull(facts, "facts");
        this.contexts = Objects.requireNonNull(contexts, "contexts");
    }

    public Route route() {
        return Route.get("/find", Need.VIEWER, this::find);
    }

    private Reply find(Call call) throws InterruptedException {
        PageContext c = contexts.of(call);
        String query = call.query("q").map(String::strip).orElse("");
        query = query.length() > QUERY_MAX ? query.substring(0, QUERY_MAX) : query;
        List<Found> found = found(c, query);
        return Reply.html(call.header("HX-Request").isPresent() ? Palette.results(c, found) : Palette.page(c, query, found));
    }

    private List<Found> found(PageContext c, String query) throws InterruptedException {
        String wanted = query.toLowerCase(Locale.ROOT);
        List<Found> found = new ArrayList<>(catalog.operations().stream()
            .filter(o -> holds(wanted, o.name().toString(), o.summary().en(), o.summary().zh()))
            .sorted(java.util.Comparator.comparing(o -> !o.name().toString().contains(wanted)))
            .map(o -> new Found("/operations/" + o.name().path(), o.name().toString(), c.say(o.summary()), Optional.of(o.effect()))).toList());
        if (!wanted.isEmpty()) {
            try {
                processes(c, query, found);
                changes(wanted, found);
            } catch (OperationException | Refusal e) {
                // Operations are found without the agent; the page says that it is lost.
            }
        }
        return found.stream().limit(Palette.RESULTS_MAX).toList();
    }

    private void processes(PageContext c, String query, List<Found> found) throws InterruptedException {
        if (facts.has("host processes")) {
            Record read = facts.read("host processes", Map.of("match", List.of(query), "limit", List.of("8")), FRESH);
            for (ProcessSample p : ((HostProcesses.Processes) read).processes()) {
                found.add(new Found(c.hostPath("processes"), p.name(), "PID " + p.pid() + (p.owner().isEmpty() ? "" : " · " + p.owner()), Optional.empty()));
            }
        }
    }

    private void changes(String wanted, List<Found> found) throws InterruptedException {
        if (facts.has("changes list")) {
            Record read = facts.read("changes list", Map.of(), FRESH);
            for (ChangesList.Row row : ((ChangesList.Changes) read).changes()) {
                if (holds(wanted, row.id(), row.title().en(), row.title().zh())) {
                    found.add(new Found("/changes/" + row.id(), row.id(), row.title().en(), Optional.empty()));
                }
            }
        }
    }

    private static boolean holds(String wanted, String... texts) {
        for (String text : texts) {
            if (text.toLowerCase(Locale.ROOT).contains(wanted)) {
                return true;
            }
        }
        return false;
    }
}
