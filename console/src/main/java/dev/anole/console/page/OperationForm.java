package dev.anole.console.page;

import static dev.anole.console.page.Html.all;
import static dev.anole.console.page.Html.at;
import static dev.anole.console.page.Html.cls;
import static dev.anole.console.page.Html.el;
import static dev.anole.console.page.Html.none;
import static dev.anole.console.page.Html.text;
import static dev.anole.console.page.Html.when;

import dev.anole.operation.Effect;
import dev.anole.operation.InvalidValue;
import dev.anole.operation.Json;
import dev.anole.operation.Kind;
import dev.anole.operation.Operation;
import dev.anole.operation.Output;
import dev.anole.operation.Previewed;
import dev.anole.operation.Probe;
import dev.anole.operation.Problem;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One operation with its form. It posts to its own address; the fields are the components of the input, and three of the
 * form's own: {@code _csrf}, {@code _mode} ({@code run} or {@code preview}), {@code _confirm} (the host's name, for what
 * disrupts) and, from buttons of other pages, {@code _back}: a path of the console to which the browser returns when the
 * task has ended well within a few seconds; otherwise it goes to the task. The answer to htmx (header {@code HX-Request}) is the region {@code task} alone: a {@link TaskView}, or
 * {@link #refusal}.
 *
 * @param given   what has been typed, by component; secrets are not typed again
 * @param refused why the last attempt was not accepted
 * @param task    what the last attempt started
 */
public record OperationForm(Operation<?, ?> operation, Probe probe, Map<String, List<String>> given, Optional<InvalidValue> refused,
                            Optional<TaskView> task) {
    public OperationForm {
        Objects.requireNonNull(operation, "operation");
        Objects.requireNonNull(probe, "probe");
        given = Map.copyOf(given);
        Objects.requireNonNull(refused, "refused");
        Objects.requireNonNull(task, "task");
    }

    /** An empty form. */
    public static OperationForm of(Operation<?, ?> operation, Probe probe) {
        return new OperationForm(operation, probe, Map.of(), Optional.empty(), Optional.empty());
    }

    /** The region {@code task} when nothing was started. */
    public static String refusal(PageContext c, Problem problem) {
        return el("section", at("id", "task"), cls("task"), ErrorPage.region(c, problem)).render();
    }

    private String action() {
        return "/operations/" + operation.name().path();
    }

    Html html(PageContext c) {
        return all(
            el("section", at("aria-labelledby", "opname"),
                el("div", cls("title"), el("h2", at("id", "opname"), text(operation.name().toString())), Marks.effect(c, operation.effect())),
                el("p", cls("lead"), c.say(operation.summary()) + c.say(".", "。")),
                probed(c), form(c)),
            task.<Html>map(t -> t.html(c)).orElse(refused.<Html>map(r -> el("section", at("id", "task"), cls("task"),
                ErrorPage.region(c, Problem.of(r.toException())))).orElse(el("section", at("id", "task"), cls("task"), at("hidden")))));
    }

    private Html probed(PageContext c) {
        return switch (probe) {
            case Probe.Available(var how) -> how.en().isEmpty() ? none() : el("div", cls("ok"), Icon.TICK.html(),
                el("span", c.say("Available here: ", "此处可用：") + c.say(how)));
            case Probe.Unavailable(var reason, var evidence, var remedy) -> el("div", cls("problem"),
                el("p", el("strong", c.say(reason))), el("p", cls("quiet"), c.say(remedy)), el("p", cls("mono faint"), evidence));
        };
    }

    private Html form(PageContext c) {
        boolean file = operation.output() instanceof Output.Bytes;
        Html fields = FormHtml.fields(c, operation.input(), given, refused.map(InvalidValue::where).orElse(""),
            refused.map(r -> c.say(r.reason())).orElse(""));
        return el("form", at("id", "op"), at("method", "post"), at("action", action()), at("data-op", operation.name().toString()),
            file ? at("data-file") : at("hx-post", action()),
            when(!file, at("hx-target", "#task")), when(!file, at("hx-swap", "outerHTML show:none")), when(!file, at("hx-disabled-elt", "find .btn")),
            Layout.csrf(c),
            when(!operation.input().components().isEmpty(), el("div", cls("op"), fields)),
            line(c), api(c), buttons(c));
    }

    private Html line(PageContext c) {
        return el("div", cls("same"), el("code", el("span", cls("p"), "$ "), el("span", at("id", "cmd"), text(CommandLine.of(operation, given)))),
            el("button", cls("link"), at("type", "button"), at("data-copy", "#cmd"), text(c.say("Copy", "复制"))));
    }

    /** The same as a call of the API; the script puts in what is typed. */
    private Html api(PageContext c) {
        String json;
        try {
            json = Json.write(operation.input().parse(given));
        } catch (InvalidValue e) {
            json = "{}";
        }
        return el("details", cls("api"), el("summary", "API"), el("div", cls("same"),
            el("code", at("id", "curl"), text("curl -H \"Authorization: Bearer $TOKEN\" -H 'Content-Type: application/json'"
                + (operation.effect().needsConfirmation() ? " -H 'X-Anole-Confirm: " + c.host() + "'" : "")
                + " -d '"), el("span", at("id", "json"), text(json)), text("' "), el("span", at("data-origin"), text("$CONSOLE")),
                text("/api/v1/operations/" + operation.name().path())),
            el("button", cls("link"), at("type", "button"), at("data-copy", "#curl"), text(c.say("Copy", "复制")))));
    }

    private Html buttons(PageContext c) {
        Effect effect = operation.effect();
        if (!c.may(effect.role())) {
            return el("div", cls("doit"), el("button", cls("btn"), at("type", "button"), at("disabled"), text(c.say("Run", "运行"))),
                el("span", cls("faint"), c.say("Needs the role " + Kind.Choice.nameOf(effect.role()) + ".", "需要角色 " + Kind.Choice.nameOf(effect.role()) + "。")));
        }
        if (probe instanceof Probe.Unavailable) {
            return el("div", cls("doit"), el("button", cls("btn"), at("type", "button"), at("disabled"), text(c.say("Run", "运行"))),
                el("span", cls("faint"), c.say("Not available on this host; the reason stands above.", "这台主机上不可用，原因见上。")));
        }
        return switch (effect) {
            case READS -> el("div", cls("doit"), run(c, "go", operation.output() instanceof Output.Bytes ? c.say("Download", "下载") : c.say("Run", "运行")),
                el("span", cls("faint"), c.say("Reads run at once and are recorded in the audit log.", "只读操作直接运行，会记入审计。")));
            case READS_SECRETS -> el("div", cls("doit"), run(c, "go", c.say("Run", "运行")),
                el("span", cls("faint"), c.say("What it shows may hold secrets. Who looked stands in the audit log.", "结果可能含有机密；查看者会记入审计。")));
            case CHANGES -> el("div", cls("doit"), operation instanceof Previewed<?, ?>
                    ? el("button", cls("btn go"), at("name", "_mode"), at("value", "preview"), text(c.say("Preview", "预览"))) : run(c, "go", c.say("Apply", "应用")),
                el("span", cls("faint"), operation instanceof Previewed<?, ?>
                    ? c.say("Shows what would change, and changes nothing. What is applied can be undone.", "只显示将要改动的内容，不做改动。应用后可以撤销。")
                    : c.say("What is applied can be undone.", "应用后可以撤销。")));
            case DISRUPTS -> disrupts(c);
        };
    }

    private static Html run(PageContext c, String classes, String label) {
        return el("button", cls("btn " + classes), at("name", "_mode"), at("value", "run"), text(label));
    }

    /** What cannot be undone asks for the host's name, in place, beside what it will do. */
    private Html disrupts(PageContext c) {
        return all(
            operation instanceof Previewed<?, ?> ? el("div", cls("doit"), el("button", cls("btn"), at("name", "_mode"), at("value", "preview"),
                at("formnovalidate"), text(c.say("Preview", "预览")))) : none(),
            el("div", cls("ask"),
                el("p", el("strong", c.say("This interrupts something on " + c.host() + " or cannot be undone.", "这会中断 " + c.host() + " 上的服务，或者无法撤销。"))),
                el("div", cls("doit"), el("label", at("for", "_confirm"), text(c.say("Type the host's name to go on", "输入主机名以继续"))),
                    el("input", at("id", "_confirm"), at("name", "_confirm"), at("autocomplete", "off"), at("spellcheck", "false"), at("required"),
                        at("pattern", pattern(c.host())), at("placeholder", c.host()), at("data-confirm", c.host())),
                    el("button", cls("btn stop"), at("name", "_mode"), at("value", "run"), text(verb())))));
    }

    /** The button carries the verb: the last word of the operation's name. */
    private String verb() {
        return RecordHtml.sentence(operation.name().words().getLast().replace('-', ' '));
    }

    private static String pattern(String host) {
        return host.replaceAll("([\\\\^$.|?*+()\\[\\]{}/])", "\\\\$1");
    }
}
