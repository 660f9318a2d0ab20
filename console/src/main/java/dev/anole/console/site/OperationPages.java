package dev.anole.console.site;

import dev.anole.console.api.OperationsApi;
import dev.anole.console.api.Order;
import dev.anole.console.gate.Need;
import dev.anole.console.http.Call;
import dev.anole.console.http.Refusal;
import dev.anole.console.http.Reply;
import dev.anole.console.http.Route;
import dev.anole.console.live.AgentLink;
import dev.anole.console.live.Probes;
import dev.anole.console.page.OperationForm;
import dev.anole.console.page.OperationsPage;
import dev.anole.console.page.PageContext;
import dev.anole.console.page.TaskView;
import dev.anole.operation.Catalog;
import dev.anole.operation.Component;
import dev.anole.operation.InvalidValue;
import dev.anole.operation.Mode;
import dev.anole.operation.Operation;
import dev.anole.operation.OperationException;
import dev.anole.operation.OperationName;
import dev.anole.operation.Output;
import dev.anole.operation.Probe;
import dev.anole.operation.TaskId;
import dev.anole.operation.TaskState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Operations: the list, each with its form, and what the form does. */
public final class OperationPages {
    private final Catalog catalog;
    private final AgentLink link;
    private final Probes probes;
    private final Contexts contexts;
    private final TaskPages tasks;
    private final OperationsApi api;

    public OperationPages(Catalog catalog, AgentLink link, Probes probes, Contexts contexts, TaskPages tasks, OperationsApi api) {
        this.catalog = Objects.requireNonNull(catalog, "catalog");
        this.link = Objects.requireNonNull(link, "link");
        this.probes = Objects.requireNonNull(probes, "probes");
        this.contexts = Objects.requireNonNull(contexts, "contexts");
        this.tasks = Objects.requireNonNull(tasks, "tasks");
        this.api = Objects.requireNonNull(api, "api");
    }

    public List<Route> routes() {
        return List.of(
            Route.get("/operations", Need.VIEWER, this::list),
            Route.get("/operations/{path...}", Need.VIEWER, this::form),
            Route.post("/operations/{path...}", Need.VIEWER_IN_PERSON, this::run).withInput());
    }

    private Reply list(Call call) {
        return page(call, 200, Optional.empty());
    }

    private Reply page(Call call, int status, Optional<OperationForm> chosen) {
        return Reply.html(status, new OperationsPage(catalog, probes.all(), call.query("q").orElse(""), chosen).render(contexts.of(call)));
    }

    private Operation<?, ?> operation(Call call) {
        try {
            return catalog.get(OperationName.ofPath(call.variable("path")));
        } catch (IllegalArgumentException e) {
            throw Refusal.notFound(call.path());
        }
    }

    private Probe probe(Operation<?, ?> operation) {
        return probes.all().getOrDefault(operation.name(), Probe.available());
    }

    /** The form, filled with what the address carries: a link can bring a whole call, but never runs it. */
    private Reply form(Call call) {
        Operation<?, ?> operation = operation(call);
        Map<String, List<String>> given = new LinkedHashMap<>();
        for (Component c : operation.input().components()) {
            if (!c.secret() && !call.queries(c.name()).isEmpty()) {
                given.put(c.name(), call.queries(c.name()));
            }
        }
        return page(call, 200, Optional.of(new OperationForm(operation, probe(operation), given, Optional.empty(), Optional.empty())));
    }

    /** A button of another page leads back to it when all went well, and to the task otherwise. */
    private static String after(Call call, TaskView view) {
        String back = call.field("_back");
        return back.isEmpty() || view.task().state() != TaskState.DONE ? "/tasks/" + view.task().id() : EntrancePages.back(back);
    }

    private Reply run(Call call) throws InterruptedException {
        Operation<?, ?> operation = operation(call);
        Map<String, List<String>> given = typed(call);
        boolean fragment = call.header("HX-Request").isPresent();
        try {
            Mode mode = call.field("_mode").equals("preview") ? Mode.PREVIEW : Mode.RUN;
            Order order = new Order(operation, operation.input().parse(given), mode);
            order.confirmed(Optional.of(call.field("_confirm")), link.host());
            TaskId task = link.start(operation.name(), order.input(), call.caller().actor(), mode);
            if (operation.output() instanceof Output.Bytes(String mediaType) && mode == Mode.RUN) {
                return api.bytes(task, mediaType, operation);
            }
            boolean preview = mode == Mode.PREVIEW;
            TaskView view = tasks.soon(task, preview);
            if (fragment) {
                return Reply.html(view.region(contexts.of(call)));
            }
            return preview ? page(call, 200, Optional.of(new OperationForm(operation, probe(operation), shown(operation, given),
                Optional.empty(), Optional.of(view)))) : Reply.seeOther(after(call, view));
        } catch (InvalidValue e) {
            return refused(call, operation, given, e, Refusal.from(e), fragment);
        } catch (OperationException | Refusal e) {
            return refused(call, operation, given, new InvalidValue("", Refusal.from(e).problem().message()), Refusal.from(e), fragment);
        }
    }

    /** In place of the task, where the form is sent by script (which swaps in answers of status 200 only); else above the form. */
    private Reply refused(Call call, Operation<?, ?> operation, Map<String, List<String>> given, InvalidValue why, Refusal refusal, boolean fragment) {
        PageContext c = contexts.of(call);
        return fragment ? Reply.html(OperationForm.refusal(c, refusal.problem()))
            : page(call, refusal.status(), Optional.of(new OperationForm(operation, probe(operation), shown(operation, given), Optional.of(why), Optional.empty())));
    }

    /** The fields of the input. Browsers send line breaks of a text as CR LF (WHATWG HTML, 4.10.21.8); files have LF. */
    private static Map<String, List<String>> typed(Call call) {
        Map<String, List<String>> given = new LinkedHashMap<>();
        call.form().forEach((name, values) -> {
            if (!name.startsWith("_") && !name.equals("csrf")) {
                given.put(name, values.stream().map(v -> v.replace("\r\n", "\n")).toList());
            }
        });
        return given;
    }

    private static Map<String, List<String>> shown(Operation<?, ?> operation, Map<String, List<String>> given) {
        Map<String, List<String>> shown = new LinkedHashMap<>(given);
        operation.input().components().stream().filter(Component::secret).map(Component::name).forEach(shown::remove);
        return shown;
    }
}
