package dev.anole.console.page;

import static dev.anole.console.page.Html.all;
import static dev.anole.console.page.Html.at;
import static dev.anole.console.page.Html.cls;
import static dev.anole.console.page.Html.el;
import static dev.anole.console.page.Html.href;
import static dev.anole.console.page.Html.none;
import static dev.anole.console.page.Html.text;
import static dev.anole.console.page.Html.when;

import dev.anole.operation.Component;
import dev.anole.operation.InvalidValue;
import dev.anole.operation.Json;
import dev.anole.operation.Operation;
import dev.anole.operation.Output;
import dev.anole.operation.Shape;
import dev.anole.operation.TaskEvent;
import dev.anole.operation.TaskState;
import dev.anole.operation.TaskSummary;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A task with what it has told so far. On its own page and below the form that started it, it is one region with the id
 * {@code task}: while it runs {@code console.js} follows {@code /api/v1/tasks/{id}/events} and at the end fetches the
 * region again from {@code /tasks/{id}?part=task}, with {@code &preview=true} for a preview.
 *
 * @param task      as the list has it
 * @param operation what it runs; empty when this console does not know it
 * @param events    steps, amounts and lines of the log that are known, oldest first; may be empty
 * @param preview   whether it only showed what it would do: the region then offers to do it
 */
public record TaskView(TaskSummary task, Optional<Operation<?, ?>> operation, List<TaskEvent> events, boolean preview) {
    /** Lines of the log that a page carries. */
    public static final int LOG_MAX = 500;

    public TaskView {
        Objects.requireNonNull(task, "task");
        Objects.requireNonNull(operation, "operation");
        events = List.copyOf(events);
    }

    /** The region by itself. */
    public String region(PageContext c) {
        return html(c).render();
    }

    Html html(PageContext c) {
        TaskState state = task.state();
        return el("section", at("id", "task"), cls("task"), at("data-task", task.id().value()),
            when(preview, at("data-preview")), at("data-state", dev.anole.operation.Kind.Choice.nameOf(state)),
            el("div", cls("title"),
                el("h2", cls("plain"), text(preview ? c.say("Preview ", "预览 ") : c.say("Task ", "任务 ")),
                    el("a", cls("mono"), href("/tasks/" + task.id()), text(task.id().value()))),
                Marks.state(c, state), el("span", cls("quiet"), at("data-when"), time(c)),
                when(state == TaskState.RUNNING, stop(c))),
            when(state == TaskState.PROPOSED, decide(c)),
            when(state == TaskState.RUNNING, el("div", cls("prog"), at("data-bar"), at("aria-hidden", "true"), el("i"))),
            steps(c), stream(c), log(c),
            task.problem().<Html>map(p -> ErrorPage.region(c, p)).orElse(none()),
            interrupted(c), result(c));
    }

    private Html time(PageContext c) {
        return task.ended().<Html>map(end -> all(Moments.time(c, end), text(c.say(" in ", "，用时 ")
                + Figures.span(Duration.between(task.started(), end), c.language()))))
            .orElse(all(text(c.say("since ", "开始于 ")), Moments.time(c, task.started())));
    }

    /** A form with one button that posts to an address of this task. */
    private Html button(PageContext c, String action, String label, String classes, boolean may) {
        return el("form", cls("inline"), at("method", "post"), at("action", "/tasks/" + task.id() + "/" + action), at("hx-post", "/tasks/" + task.id() + "/" + action),
            at("hx-target", "#task"), at("hx-swap", "outerHTML"), Layout.csrf(c),
            el("button", cls("btn " + classes), when(!may, at("disabled")), text(label)));
    }

    private Html stop(PageContext c) {
        return button(c, "stop", c.say("Stop", "停止"), "small", c.may(task.effect().role()) || c.person().filter(p -> p.name().equals(task.actor().name())).isPresent());
    }

    private Html decide(PageContext c) {
        boolean may = c.may(task.effect().role());
        return el("div", cls("undo"), el("div", cls("grow"),
                el("p", el("strong", c.say(task.actor().name() + " asks to run this and may not do so alone.", task.actor().name() + " 请求运行此操作，需要人来批准。"))),
                el("p", cls("quiet"), may ? c.say("Nothing has happened yet. Read the command before you approve it.", "目前什么都没有发生。批准前请先看命令。")
                    : c.say("Approving it needs the role " + role() + ".", "批准需要角色 " + role() + "。"))),
            button(c, "stop", c.say("Decline", "拒绝"), "", may), button(c, "approve", c.say("Approve and run", "批准并运行"), "go", may));
    }

    private String role() {
        return dev.anole.operation.Kind.Choice.nameOf(task.effect().role());
    }

    private Html steps(PageContext c) {
        List<TaskEvent.Step> steps = new ArrayList<>();
        Optional<TaskEvent.Amount> amount = Optional.empty();
        for (TaskEvent e : events) {
            switch (e) {
                case TaskEvent.Step s -> {
                    steps.add(s);
                    amount = Optional.empty();
                }
                case TaskEvent.Amount a -> amount = Optional.of(a);
                case TaskEvent.Logged _, TaskEvent.Item _, TaskEvent.Chunk _, TaskEvent.Ended _ -> { }
            }
        }
        if (steps.isEmpty() && task.state() != TaskState.RUNNING) {
            return none();
        }
        List<Html> items = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            boolean last = i == steps.size() - 1;
            boolean now = last && task.state() == TaskState.RUNNING;
            boolean broken = last && task.state() != TaskState.DONE && task.state() != TaskState.FINDINGS && !now;
            Optional<Instant> until = last ? task.ended() : Optional.of(steps.get(i + 1).at());
            Instant from = steps.get(i).at();
            String right = now ? amount.map(a -> Figures.of(a.done(), "", c.language()) + (a.total() > 0
                    ? c.say(" of ", " / ") + Figures.of(a.total(), "", c.language()) : "") + " " + a.unit()).orElse("")
                : until.map(u -> Figures.span(Duration.between(from, u), c.language())).orElse("");
            items.add(el("li", when(now || broken, cls(now ? "now" : "broken")), (now ? Icon.TURN : broken ? Icon.CROSS : Icon.TICK).html(),
                el("span", c.say(steps.get(i).name())), el("span", cls("num"), right)));
        }
        return el("ol", cls("steps"), at("data-steps"), all(items));
    }

    /** A stream's items as rows that the script adds to. */
    private Html stream(PageContext c) {
        if (task.state() != TaskState.RUNNING || !(operation.map(Operation::output).orElse(null) instanceof Output.Items<?>(Shape<?> shape))) {
            return none();
        }
        return el("div", cls("scroll"), at("tabindex", "0"), at("role", "region"), at("aria-label", c.say("Stream", "数据流")),
            el("table", cls("rows"), at("data-items"), el("thead", el("tr", all(shape.components().stream().map(k -> column(c, k))))), el("tbody")));
    }

    private static Html column(PageContext c, Component k) {
        return el("th", at("scope", "col"), at("data-col", k.name()), when(!k.unit().isEmpty(), at("data-unit", k.unit())),
            when(RecordHtml.numeric(k.kind()), cls("num")), text(RecordHtml.sentence(c.say(k.label()))));
    }

    private Html log(PageContext c) {
        List<String> lines = events.stream().filter(TaskEvent.Logged.class::isInstance).map(e -> ((TaskEvent.Logged) e).line()).toList();
        if (lines.isEmpty() && task.state() != TaskState.RUNNING) {
            return none();
        }
        return el("pre", cls("lines"), at("data-log"), at("tabindex", "0"), at("aria-label", c.say("Log", "日志")), when(lines.isEmpty(), at("hidden")),
            text(String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_MAX), lines.size()))));
    }

    private Html interrupted(PageContext c) {
        return task.state() != TaskState.INTERRUPTED || task.problem().isPresent() ? none()
            : el("p", cls("quiet"), text(c.say("Its process ended before it did. What it had changed was finished or taken back from the journal; ",
                "它的进程先结束了。已做的改动已按变更日志完成或撤回；")), el("a", href("/changes"), text(c.say("see the changes", "查看变更"))));
    }

    private Html result(PageContext c) {
        if (task.output().isEmpty() || !(operation.map(Operation::output).orElse(null) instanceof Output.Value<?>(Shape<?> shape))) {
            return none();
        }
        Html drawn;
        try {
            drawn = ViewHtml.output(c, Json.read(shape, task.output().get(), Json.Unknown.SKIP));
        } catch (InvalidValue e) {
            // An output of another version: its own words are better than none.
            drawn = el("pre", cls("lines"), task.output().get());
        }
        return all(el("div", cls("result"), drawn),
            preview ? apply(c, operation.get()) : none(),
            el("p", cls("tools"), el("a", href("/tasks/" + task.id()), at("data-copylink"), text(c.say("Link to this result", "此结果的链接"))),
                el("a", href("/api/v1/tasks/" + task.id()), text("JSON"))));
    }

    /** One button: what was shown is now done, with the same input. */
    private Html apply(PageContext c, Operation<?, ?> known) {
        boolean may = c.may(task.effect().role());
        String path = "/operations/" + known.name().path();
        Record input = Json.read(known.input(), task.input(), Json.Unknown.SKIP);
        // A secret is not in the record of a task; the form above still has it.
        boolean again = known.input().components().stream().filter(Component::secret)
            .anyMatch(k -> !(k.value(input) instanceof Optional<?> o) || o.isPresent());
        Html button = el("button", cls("btn go"), when(again, at("form", "op")), at("name", "_mode"), at("value", "run"), when(!may, at("disabled")),
            text(may ? c.say("Apply", "应用") : c.say("Needs " + role(), "需要 " + role())));
        return el("div", cls("undo"), el("div", cls("grow"), el("p", el("strong", c.say("Nothing has changed yet.", "尚未做任何改动。")),
                text(" "), el("span", cls("quiet"), c.say("The undo record is on disk before the change is made.", "改动之前，撤销记录会先落盘。")))),
            again ? button : el("form", cls("inline"), at("method", "post"), at("action", path), at("hx-post", path), at("hx-target", "#task"), at("hx-swap", "outerHTML"),
                Layout.csrf(c), all(CommandLine.typed(known.input(), input).entrySet().stream()
                    .flatMap(e -> e.getValue().stream().map(v -> Layout.hidden(e.getKey(), v)))), button));
    }
}
