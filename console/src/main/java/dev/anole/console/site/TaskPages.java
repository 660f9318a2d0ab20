package dev.anole.console.site;

import dev.anole.console.api.TasksApi;
import dev.anole.console.gate.Need;
import dev.anole.console.http.Call;
import dev.anole.console.http.Refusal;
import dev.anole.console.http.Reply;
import dev.anole.console.http.Route;
import dev.anole.console.live.AgentLink;
import dev.anole.console.page.PageContext;
import dev.anole.console.page.TaskView;
import dev.anole.console.page.TasksPage;
import dev.anole.console.store.SeenTasks;
import dev.anole.operation.Actor;
import dev.anole.operation.Catalog;
import dev.anole.operation.Json;
import dev.anole.operation.Operation;
import dev.anole.operation.Output;
import dev.anole.operation.TaskEvent;
import dev.anole.operation.TaskId;
import dev.anole.operation.TaskSummary;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Tasks: the list, one with what it has told, stopping and approving. */
public final class TaskPages {
    /** How long a form waits for its task, so that what is quick is there at once. */
    private static final Duration SOON = Duration.ofMillis(1_500);
    /** How long a page waits for the steps of a task that has ended. */
    private static final Duration TOLD = Duration.ofMillis(500);
    /** Largest output that a page draws, in characters of JSON. */
    private static final int OUTPUT_MAX = 1 << 20;

    private final Catalog catalog;
    private final AgentLink link;
    private final TasksApi tasks;
    private final Contexts contexts;

    public TaskPages(Catalog catalog, AgentLink link, TasksApi tasks, Contexts contexts) {
        this.catalog = Objects.requireNonNull(catalog, "catalog");
        this.link = Objects.requireNonNull(link, "link");
        this.tasks = Objects.requireNonNull(tasks, "tasks");
        this.contexts = Objects.requireNonNull(contexts, "contexts");
    }

    public List<Route> routes() {
        return List.of(
            Route.get("/tasks", Need.VIEWER, this::list),
            Route.get("/tasks/{id}", Need.VIEWER, this::one),
            Route.post("/tasks/{id}/stop", Need.VIEWER_IN_PERSON, call -> act(call, (id, actor) -> link.ask(a -> {
                a.stop(id, actor);
                return id;
            }))),
            Route.post("/tasks/{id}/approve", Need.VIEWER_IN_PERSON, call -> act(call, (id, actor) -> link.ask(a -> {
                a.approve(id, actor);
                return id;
            }))));
    }

    private Reply list(Call call) {
        TasksPage.Show show = TasksPage.Show.of(call.query("show").orElse(""));
        Instant before = call.query("before").filter(b -> b.matches("\\d{1,15}")).map(b -> Instant.ofEpochMilli(Long.parseLong(b))).orElse(Instant.MAX);
        List<TaskSummary> page = tasks.newest(before, TasksPage.TASKS_MAX, switch (show) {
            case NOTABLE -> SeenTasks.Which.NOTABLE;
            case READS -> SeenTasks.Which.READS;
            case ALL -> SeenTasks.Which.ALL;
        });
        Optional<String> older = page.size() < TasksPage.TASKS_MAX ? Optional.empty()
            : page.stream().map(TaskSummary::started).min(Instant::compareTo).map(oldest -> show.address("before=" + oldest.toEpochMilli()));
        TasksPage list = new TasksPage(page, show, older);
        PageContext c = contexts.of(call);
        return Reply.html(call.query("part").filter("list"::equals).isPresent() ? list.region(c) : list.render(c));
    }

    private Reply one(Call call) throws InterruptedException {
        boolean preview = call.query("preview").filter("true"::equals).isPresent();
        TaskView view = told(tasks.task(TasksApi.id(call)), preview, TOLD);
        return Reply.html(call.query("part").filter("task"::equals).isPresent() ? view.region(contexts.of(call))
            : TasksPage.one(contexts.of(call), view));
    }

    private Reply act(Call call, BiConsumer<TaskId, Actor> action) throws InterruptedException {
        TaskId id = TasksApi.id(call);
        action.accept(id, call.caller().actor());
        return call.header("HX-Request").isPresent() ? Reply.html(told(tasks.task(id), false, TOLD).region(contexts.of(call)))
            : Reply.seeOther("/tasks/" + id);
    }

    /** A task that was just started, as it is when it has ended or after a moment. */
    TaskView soon(TaskId id, boolean preview) throws InterruptedException {
        return told(tasks.task(id), preview, SOON);
    }

    /**
     * A task with what it has told. A stream is left to its one reader, the page's script.
     *
     * @param wait how long a task that runs may take to end
     */
    private TaskView told(TaskSummary task, boolean preview, Duration wait) throws InterruptedException {
        Optional<Operation<?, ?>> operation = catalog.find(task.operation());
        boolean value = operation.filter(o -> o.output() instanceof Output.Value<?> || preview).isPresent();
        if (!value) {
            return new TaskView(task, operation, List.of(), preview);
        }
        List<TaskEvent> events = new ArrayList<>();
        Thread reader = Thread.ofVirtual().name("reader of " + task.id()).start(() -> {
            try {
                link.follow(task.id(), event -> {
                    synchronized (events) {
                        if (events.size() < 2 * TaskView.LOG_MAX || event instanceof TaskEvent.Ended) {
                            events.add(event);
                        }
                    }
                });
            } catch (InterruptedException | RuntimeException e) {
                // The agent is lost, or has forgotten what the task told: the summary is what there is.
            }
        });
        if (!reader.join(wait)) {
            reader.interrupt();
        }
        List<TaskEvent> seen;
        synchronized (events) {
            seen = List.copyOf(events);
        }
        Optional<TaskEvent.Ended> end = seen.stream().filter(TaskEvent.Ended.class::isInstance).map(TaskEvent.Ended.class::cast).findFirst();
        List<TaskEvent> before = seen.stream().filter(e -> !(e instanceof TaskEvent.Ended)).toList();
        return new TaskView(end.map(e -> ended(task, e)).orElse(task), operation, task.state().ended() || end.isPresent() ? before : List.of(), preview);
    }

    /** The summary with the whole output, which the log does not keep where it is large. */
    private TaskSummary ended(TaskSummary task, TaskEvent.Ended end) {
        TaskSummary now = task.state().ended() ? task : tasks.task(task.id());
        Optional<String> output = end.output().map(Json::write).filter(json -> json.length() <= OUTPUT_MAX);
        return new TaskSummary(now.sequence(), now.id(), now.operation(), now.input(), now.actor(), now.effect(), end.state(), now.started(),
            Optional.of(end.at()), now.decidedBy(), end.problem(), output.or(now::output));
    }
}
