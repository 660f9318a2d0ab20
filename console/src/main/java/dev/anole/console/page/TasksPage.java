package dev.anole.console.page;

import static dev.anole.console.page.Html.all;
import static dev.anole.console.page.Html.at;
import static dev.anole.console.page.Html.cls;
import static dev.anole.console.page.Html.el;
import static dev.anole.console.page.Html.href;
import static dev.anole.console.page.Html.none;
import static dev.anole.console.page.Html.text;
import static dev.anole.console.page.Html.when;

import dev.anole.operation.InvalidValue;
import dev.anole.operation.Json;
import dev.anole.operation.Operation;
import dev.anole.operation.TaskState;
import dev.anole.operation.TaskSummary;
import dev.anole.operation.Text;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Tasks: those that wait for a person, those that run, and those that have ended.
 *
 * @param tasks newest first
 * @param show  which of them were asked for, in {@code ?show=}
 * @param older the address of the next page, where there is one
 */
public record TasksPage(List<TaskSummary> tasks, Show show, Optional<String> older) {
    /** Tasks of one page; older ones follow with {@code ?before=}. */
    public static final int TASKS_MAX = 100;

    /** Which tasks are shown. */
    public enum Show {
        /** What changes, what did not end well, what is under way, what was run by a form of the console. */
        NOTABLE("", Text.of("Changes, failures and runs from this console", "变更、失败与本控制台的运行")),
        /** What only reads. */
        READS("reads", Text.of("Reads", "只读")),
        /** All of them. */
        ALL("all", Text.of("All", "全部"));

        private final String name;
        private final Text label;

        Show(String name, Text label) {
            this.name = name;
            this.label = label;
        }

        /** By its name in an address; what is not known is what is notable. */
        public static Show of(String name) {
            return Stream.of(values()).filter(s -> s.name.equals(name)).findFirst().orElse(NOTABLE);
        }

        /** The list's address with more. */
        public String address(String more) {
            String query = (name.isEmpty() ? "" : "show=" + name + (more.isEmpty() ? "" : "&")) + more;
            return "/tasks" + (query.isEmpty() ? "" : "?" + query);
        }
    }

    public TasksPage {
        tasks = List.copyOf(tasks);
        Objects.requireNonNull(show, "show");
        Objects.requireNonNull(older, "older");
    }

    /** The page. */
    public String render(PageContext c) {
        long running = in(TaskState.RUNNING).size();
        return Layout.page(c, Optional.of(Place.TASKS), c.say("Tasks", "任务"), all(
            Layout.head(text(c.say("Tasks", "任务")), List.of(all(text(c.say("on ", "在 ")), Layout.mono(c.host())),
                text(c.say(running + " running", running + " 个运行中"))), none(), none()),
            el("div", cls("page"), chips(c), el("div", at("id", "list"), when(older.isEmpty() || running > 0, at("data-refresh", "3")), list(c)))));
    }

    /** What the page's script asks for anew. */
    public String region(PageContext c) {
        return list(c).render();
    }

    private List<TaskSummary> in(TaskState state) {
        return tasks.stream().filter(t -> t.state() == state).toList();
    }

    private Html chips(PageContext c) {
        return el("nav", cls("chips"), at("aria-label", c.say("Which tasks", "哪些任务")), all(Stream.of(Show.values()).map(s ->
            el("a", href(s.address("")), when(s == show, at("aria-current", "true")), text(c.say(s.label))))));
    }

    private Html list(PageContext c) {
        return tasks.isEmpty() ? empty(c) : all(
            group(c, Text.of("Waiting for approval", "待批准"), in(TaskState.PROPOSED)),
            group(c, Text.of("Running", "运行中"), in(TaskState.RUNNING)),
            group(c, Text.of("Ended", "已结束"), tasks.stream().filter(t -> t.state().ended()).toList()),
            older.<Html>map(o -> el("p", cls("tools"), el("a", href(o), text(c.say("Older", "更早"))))).orElse(none()));
    }

    private Html empty(PageContext c) {
        return switch (show) {
            case NOTABLE, ALL -> el("p", cls("quiet"), all(text(c.say("Every operation that somebody runs appears here with its owner, progress and result. Try one: ",
                "每次运行的操作都会在这里列出发起人、进度和结果。试一个：")), el("a", cls("mono"), href("/operations/host/show"), text("anole host show"))));
            case READS -> el("p", cls("quiet"), c.say("What only reads, through the command line, the API or an assistant, will stand here.", "通过命令行、API 或助手进行的只读操作会列在这里。"));
        };
    }

    private static Html group(PageContext c, Text title, List<TaskSummary> tasks) {
        return tasks.isEmpty() ? none() : el("section", cls("part"), el("h2", cls("t"), c.say(title)),
            el("table", cls("tasks"), el("thead", el("tr", el("th", c.say("Operation", "操作")), el("th", c.say("State", "状态")), el("th", cls("hide-s"), c.say("Effect", "影响")),
                    el("th", cls("hide-s"), c.say("By", "发起人")), el("th", cls("hide-s"), c.say("Started", "开始")), el("th", cls("num"), c.say("Took", "用时")),
                    el("th", cls("hide-s hide-m"), c.say("Task", "任务")))),
                el("tbody", all(tasks.stream().map(t -> row(c, t))))));
    }

    private static Html row(PageContext c, TaskSummary t) {
        Duration took = Duration.between(t.started(), t.ended().orElse(c.now()));
        return el("tr", at("data-key", t.id().value()),
            el("td", cls("cmd"), el("a", cls("mono"), href("/tasks/" + t.id()), text(t.operation().toString())),
                el("span", t.problem().map(p -> c.say(p.message())).orElse(""))),
            el("td", cls("nowrap"), Marks.state(c, t.state())),
            el("td", cls("nowrap hide-s"), Marks.effect(c, t.effect())),
            el("td", cls("hide-s"), el("span", t.actor().name()), el("span", cls("faint"), " " + dev.anole.operation.Kind.Choice.nameOf(t.actor().door()))),
            el("td", cls("hide-s nowrap"), Moments.time(c, t.started())),
            el("td", cls("num"), Figures.span(took, c.language())),
            el("td", cls("mono faint hide-s hide-m"), t.id().value()));
    }

    /** One task. */
    public static String one(PageContext c, TaskView view) {
        TaskSummary t = view.task();
        return Layout.page(c, Optional.of(Place.TASKS), t.operation() + " " + t.id(), all(
            Layout.head(el("span", cls("mono"), t.operation().toString()), List.of(Marks.effect(c, t.effect()),
                all(text(c.say("by ", "由 ")), text(t.actor().name()), el("span", cls("faint"), " " + dev.anole.operation.Kind.Choice.nameOf(t.actor().door()))),
                all(text(c.say("on ", "在 ")), Layout.mono(c.host())), t.decidedBy().<Html>map(d -> text(c.say("decided by ", "决定人 ") + d)).orElse(none())),
                none(), none()),
            el("div", cls("page"), command(c, view), view.html(c))));
    }

    private static Html command(PageContext c, TaskView view) {
        Optional<Operation<?, ?>> operation = view.operation();
        if (operation.isEmpty()) {
            return el("div", cls("same"), el("code", view.task().input()));
        }
        String line;
        try {
            Operation<?, ?> known = operation.get();
            line = CommandLine.of(known, Json.read(known.input(), view.task().input(), Json.Unknown.SKIP));
        } catch (InvalidValue e) {
            line = "anole " + view.task().operation() + " " + view.task().input();
        }
        return el("div", cls("same"), el("code", el("span", cls("p"), "$ "), el("span", at("id", "cmd"), text(line))),
            el("button", cls("link"), at("type", "button"), at("data-copy", "#cmd"), text(c.say("Copy", "复制"))));
    }
}
