package dev.anole.console.site;

import dev.anole.console.gate.Need;
import dev.anole.console.http.Call;
import dev.anole.console.http.Refusal;
import dev.anole.console.http.Reply;
import dev.anole.console.http.Route;
import dev.anole.console.live.HostFacts;
import dev.anole.console.page.Answer;
import dev.anole.console.page.ChangesPage;
import dev.anole.operation.OperationException;
import dev.anole.operation.journal.ChangeReport;
import dev.anole.operation.journal.ChangesList;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What was changed on this host, as its journal tells it. */
public final class ChangePages {
    private static final int CHANGES_MAX = 200;
    private static final Duration FRESH = Duration.ZERO;   // who has just undone one wants to see it

    private final HostFacts facts;
    private final Contexts contexts;

    public ChangePages(HostFacts facts, Contexts contexts) {
        this.facts = Objects.requireNonNull(facts, "facts");
        this.contexts = Objects.requireNonNull(contexts, "contexts");
    }

    public List<Route> routes() {
        return List.of(
            Route.get("/changes", Need.VIEWER, call -> page(call, Optional.empty())),
            Route.get("/changes/{id}", Need.VIEWER, call -> page(call, Optional.of(call.variable("id")))));
    }

    private Reply page(Call call, Optional<String> id) throws InterruptedException {
        if (!facts.has("changes list")) {
            throw Refusal.notFound(call.path());
        }
        var list = facts.ask("changes list", Map.of("limit", List.of(Integer.toString(CHANGES_MAX))), FRESH);
        Optional<Answer<ChangeReport>> chosen = Optional.empty();
        if (id.isPresent()) {
            chosen = Optional.of(one(id.get()));
        }
        Answer<ChangesList.Changes> changes;
        try {
            changes = Answer.of((ChangesList.Changes) HostFacts.await(list));
        } catch (RuntimeException e) {
            changes = Answer.missing(HostFacts.problem(e));
        }
        return Reply.html(new ChangesPage(changes, chosen).render(contexts.of(call)));
    }

    private Answer<ChangeReport> one(String id) throws InterruptedException {
        try {
            return Answer.of((ChangeReport) facts.read("changes show", Map.of("id", List.of(id)), FRESH));
        } catch (OperationException e) {
            if (e.kind() == OperationException.Kind.NOT_FOUND || e.kind() == OperationException.Kind.USAGE) {
                throw e;   // an address that leads nowhere
            }
            return Answer.missing(HostFacts.problem(e));
        } catch (Refusal e) {
            return Answer.missing(e.problem());
        }
    }
}
