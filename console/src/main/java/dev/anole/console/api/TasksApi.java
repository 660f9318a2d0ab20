package dev.anole.console.api;

import dev.anole.console.gate.Need;
import dev.anole.console.http.Call;
import dev.anole.console.http.EventStream;
import dev.anole.console.http.Refusal;
import dev.anole.console.http.Reply;
import dev.anole.console.http.Route;
import dev.anole.console.live.AgentLink;
import dev.anole.console.live.TaskMirror;
import dev.anole.console.store.SeenTasks;
import dev.anole.operation.Language;
import dev.anole.operation.TaskEvent;
import dev.anole.operation.TaskId;
import dev.anole.operation.TaskSummary;
import dev.anole.operation.Text;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/** Tasks at {@code /api/v1/tasks}: those of this console and those that came through any other door. */
public final class TasksApi {
    private final AgentLink link;
    private final Supplier<SeenTasks> seen;
    private final Supplier<TaskMirror> mirror;

    public TasksApi(AgentLink link, Supplier<SeenTasks> seen, Supplier<TaskMirror> mirror) {
        this.link = Objects.requireNonNull(link, "link");
        this.seen = Objects.requireNonNull(seen, "seen");
        this.mirror = Objects.requireNonNull(mirror, "mirror");
    }

    public List<Route> routes() {
        return List.of(
            Route.get("/api/v1/tasks", Need.VIEWER, this::list),
            Route.get("/api/v1/tasks/{id}", Need.VIEWER, call -> Reply.json(TaskDocument.of(task(id(call)), call.language()))),
            Route.get("/api/v1/tasks/{id}/events", Need.VIEWER, this::events),
            // Whether this caller may stop or approve this task depends on the task: the agent decides.
            Route.post("/api/v1/tasks/{id}/stop", Need.VIEWER, this::stop),
            Route.post("/api/v1/tasks/{id}/approve", Need.VIEWER, this::approve));
    }

    /** The id in a path. */
    public static TaskId id(Call call) {
        try {
            return new TaskId(call.variable("id"));
        } catch (IllegalArgumentException e) {
            throw absent(call.variable("id"));
        }
    }

    private static Refusal absent(String id) {
        return Refusal.of(404, Text.of("there is no task " + id, "没有任务 " + id), Text.of("see /tasks", "参见 /tasks"));
    }

    /** A task as it is now; as it was seen last where the agent is away or has forgotten it. */
    public TaskSummary task(TaskId id) {
        Optional<TaskSummary> now = Optional.empty();
        try {
            now = link.ask(a -> a.task(id));
        } catch (Refusal lost) {
            // What was seen last is the best there is.
        }
        return now.or(() -> seen.get().find(id)).orElseThrow(() -> absent(id.value()));
    }

    /** Tasks as they are now where the agent answers, else as they were seen last. */
    public List<TaskSummary> newest(Instant before, int limit, SeenTasks.Which which) {
        mirror.get().catchUp();
        return seen.get().page(before, limit, which);
    }

    private Reply list(Call call) {
        int limit = number(call, "limit", 50, SeenTasks.PAGE_MAX);
        Instant before = call.query("before").map(b -> instant("before", b)).orElse(Instant.MAX);
        return Reply.json(TaskDocument.of(newest(before, limit, SeenTasks.Which.ALL), call.language()));
    }

    /** A whole number of the query within its bounds. */
    static int number(Call call, String name, int byDefault, int max) {
        return call.query(name).map(text -> {
            try {
                int n = Integer.parseInt(text);
                if (n >= 1 && n <= max) {
                    return n;
                }
            } catch (NumberFormatException e) {
                // Said below.
            }
            throw Refusal.badRequest(name + " is a whole number from 1 to " + max, name + " 应为 1 到 " + max + " 的整数");
        }).orElse(byDefault);
    }

    /** A time of the query: ISO 8601, or milliseconds since 1970. */
    static Instant instant(String name, String text) {
        try {
            return text.matches("\\d{1,15}") ? Instant.ofEpochMilli(Long.parseLong(text)) : Instant.parse(text);
        } catch (DateTimeException e) {
            throw Refusal.badRequest(name + " is a time such as 2026-01-31T09:30:00Z", name + " 应为时间，例如 2026-01-31T09:30:00Z");
        }
    }

    /**
     * What happens to a task, from its beginning. Steps and log lines carry ids, so that who comes back with
     * {@code Last-Event-ID} is not told again.
     */
    private Reply events(Call call) {
        TaskId id = id(call);
        TaskSummary known = task(id);
        Language language = call.language();
        long told = call.header("Last-Event-ID").filter(s -> s.matches("\\d{1,9}")).map(Long::parseLong).orElse(0L);
        return Reply.flowing(EventStream.MEDIA_TYPE, out -> {
            EventStream events = new EventStream(out);
            events.retry(2_000);
            if (known.state().ended() && link.lostSince().isPresent()) {
                send(events, new TaskEvent.Ended(known.state(), known.ended().orElseThrow(), Optional.empty(), known.problem()), 0, language);
                return;
            }
            Thread reader = Thread.currentThread();
            long[] number = new long[1];
            try (EventStream.Heart _ = events.heart(reader::interrupt)) {
                link.follow(id, event -> {
                    boolean counted = event instanceof TaskEvent.Step || event instanceof TaskEvent.Logged;
                    if (counted && ++number[0] <= told) {
                        return;
                    }
                    try {
                        send(events, event, counted ? number[0] : 0, language);
                    } catch (IOException e) {
                        throw new OperationsApi.ReaderLeft(e);
                    }
                });
            } catch (OperationsApi.ReaderLeft e) {
                throw (IOException) e.getCause();
            }
        });
    }

    private static void send(EventStream events, TaskEvent event, long number, Language language) throws IOException {
        EventDocument document = EventDocument.of(event, language);
        if (number > 0) {
            events.event(document.name(), Long.toString(number), document.data());
        } else {
            events.event(document.name(), document.data());
        }
    }

    private Reply stop(Call call) {
        TaskId id = id(call);
        link.ask(a -> {
            a.stop(id, call.caller().actor());
            return true;
        });
        return Reply.json(TaskDocument.of(task(id), call.language()));
    }

    private Reply approve(Call call) {
        TaskId id = id(call);
        link.ask(a -> {
            a.approve(id, call.caller().actor());
            return true;
        });
        return Reply.json(TaskDocument.of(task(id), call.language()));
    }
}
