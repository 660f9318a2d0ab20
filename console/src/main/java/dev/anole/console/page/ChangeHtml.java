package dev.anole.console.page;

import static dev.anole.console.page.Html.all;
import static dev.anole.console.page.Html.at;
import static dev.anole.console.page.Html.cls;
import static dev.anole.console.page.Html.el;
import static dev.anole.console.page.Html.href;
import static dev.anole.console.page.Html.none;
import static dev.anole.console.page.Html.text;
import static dev.anole.console.page.Html.when;

import dev.anole.operation.ChangeRun;
import dev.anole.operation.Effect;
import dev.anole.operation.Text;
import dev.anole.operation.View;
import dev.anole.operation.journal.ChangeReport;
import dev.anole.operation.journal.ChangeReport.RunRow;
import dev.anole.operation.journal.ChangeReport.TargetDiff;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** One change: its life, its way back, what it did, and what became of the host's waiting. */
final class ChangeHtml {
    /** So long before and after a change its effect is looked at. */
    private static final Duration AROUND = Duration.ofMinutes(10);

    private ChangeHtml() {
    }

    static Html html(PageContext c, ChangeReport r) {
        return all(
            el("section", el("div", cls("title"), el("h2", cls("plain"), c.say(r.title())), el("span", cls("mono faint"), r.id().orElse("")), Marks.effect(c, Effect.CHANGES)),
                by(c, r), life(c, r), way(c, r)),
            el("section", at("id", "task"), cls("task"), at("hidden")),
            conflicts(c, r),
            r.targets().isEmpty() ? none() : el("section", el("h2", cls("t"), c.say("What it changed", "改了什么")), targets(c, r.targets()),
                all(r.notes().stream().map(n -> el("p", cls("quiet"), c.say(n))))),
            effect(c, r));
    }

    /** What an operation that changes gave: what it would do or has done, and its way back in the same place. */
    static Html result(PageContext c, ChangeReport r) {
        Text said = switch (r.stage()) {
            case PREVIEW -> Text.of("This would change: ", "将要改动：");
            case UNCHANGED -> Text.of("Nothing to do, everything is so already: ", "无需改动，一切已是如此：");
            case APPLIED -> Text.of("Changed and verified: ", "已改动并验证：");
            case UNDONE -> Text.of("Taken back: ", "已撤销：");
            case REVERTED -> Text.of("Not made; what was done was taken back: ", "未完成，已做的部分已还原：");
            case UNFINISHED -> Text.of("Unfinished: ", "未完成：");
            case CONFLICTED -> Text.of("Stopped, because somebody has changed it since: ", "已停下，因为此后有人改动过：");
        };
        return all(el("p", cls("verdict"), c.say(said) + c.say(r.title()) + c.say(".", "。")),
            r.id().<Html>map(id -> el("p", el("a", cls("mono"), href("/changes/" + id), text(id)))).orElse(none()),
            all(r.notes().stream().map(n -> el("p", cls("quiet"), c.say(n)))),
            all(r.conflicts().stream().map(x -> DiffHtml.conflict(c, new View.Conflict(x.target(), x.before(), x.ours(), x.now())))),
            targets(c, r.targets()), r.id().isPresent() && r.stage() != ChangeReport.Stage.CONFLICTED ? way(c, r) : none());
    }

    private static Html by(PageContext c, ChangeReport r) {
        if (r.runs().isEmpty()) {
            return none();
        }
        RunRow first = r.runs().getFirst();
        int n = r.targets().size();
        return el("p", cls("lead"), all(text(c.say("By " + first.actor() + ", in task ", first.actor() + " 发起，任务 ")),
            first.task().isEmpty() ? text("—") : el("a", cls("mono"), href("/tasks/" + PageContext.encoded(first.task())), text(first.task())),
            text(c.say(". " + n + (n == 1 ? " target." : " targets."), "。共 " + n + " 个目标。"))));
    }

    /** Recorded before it was made, made, read back; and what followed. */
    private static Html life(PageContext c, ChangeReport r) {
        List<Html> stations = new ArrayList<>();
        for (RunRow run : r.runs()) {
            boolean first = stations.isEmpty();
            if (first) {
                stations.add(station(c, c.say("Journaled", "记入日志"), Moments.precise(c, run.begun()), c.say("undo record on disk", "撤销记录已落盘"), ""));
            }
            String took = run.ended().map(e -> Figures.span(Duration.between(run.begun(), e), c.language())).orElse("");
            run.outcome().ifPresentOrElse(o -> stations.add(station(c, ended(c, run.run(), o), Moments.precise(c, run.ended().orElse(run.begun())),
                    o.succeeded() ? took + c.say(", read back", "，读回一致") : c.say(run.note()), o.succeeded() ? "" : "cut")),
                () -> stations.add(station(c, c.say("Under way, or cut off", "进行中，或被中断"), Moments.precise(c, run.begun()), "", "cut")));
        }
        return stations.isEmpty() ? none() : el("ol", cls("life"), all(stations));
    }

    private static String ended(PageContext c, ChangeRun.Kind kind, ChangeRun.Outcome outcome) {
        return switch (outcome) {
            case REVERTED -> c.say("Reverted", "已还原");
            case CONFLICTED -> c.say("Stopped at a conflict", "因冲突停下");
            case DONE, FINISHED -> switch (kind) {
                case APPLY -> c.say("Applied and verified", "已应用并验证");
                case UNDO -> c.say("Undone", "已撤销");
                case REDO -> c.say("Applied again", "已重新应用");
            } + (outcome == ChangeRun.Outcome.FINISHED ? c.say(", by recovery", "（恢复时完成）") : "");
        };
    }

    private static Html station(PageContext c, String title, Html when, String more, String kind) {
        return el("li", Html.when(!kind.isEmpty(), cls(kind)), el("b", title), el("span", when), el("span", more));
    }

    /** The way back, or forward again. */
    private static Html way(PageContext c, ChangeReport r) {
        String id = r.id().orElse("");
        return switch (r.stage()) {
            case APPLIED -> r.conflicts().isEmpty()
                ? box(c, "", c.say("This can be taken back whole.", "可以完整撤销。"),
                    c.say("Undo restores content, owner, mode, ACL, extended attributes and times. Nothing else has touched them since (looked at just now).",
                        "撤销会恢复内容、属主、权限、ACL、扩展属性和时间。此后没有别的程序动过它们（刚刚核对）。"),
                    all(act(c, "undo", id, "preview", "stop", c.say("Preview undo", "预览撤销"), ""), act(c, "undo", id, "run", "stop", c.say("Undo", "撤销"), "go")))
                : conflicted(c, id);
            case CONFLICTED -> conflicted(c, id);
            case UNDONE, REVERTED -> box(c, "off", r.stage() == ChangeReport.Stage.UNDONE ? c.say("It has been taken back.", "已撤销。") : c.say("It did not last: what it had done was taken back.", "未能完成：已做的部分已还原。"),
                c.say("The host is as it was before.", "主机回到之前的样子。"),
                all(act(c, "redo", id, "preview", "stop", c.say("Preview", "预览"), ""), act(c, "redo", id, "run", "stop", c.say("Apply again", "重新应用"), "")));
            case UNFINISHED -> box(c, "", c.say("It is under way, or its process died.", "正在进行，或者它的进程已死。"),
                c.say("Recovery finishes it or takes it back, whichever the journal can prove.", "恢复会根据日志完成它或撤回它。"),
                Form.of(c, "changes/recover", List.of(), "run", c.say("Recover", "恢复"), "go", "/changes/" + id));
            case PREVIEW, UNCHANGED -> none();
        };
    }

    private static Html conflicted(PageContext c, String id) {
        return box(c, "warned", c.say("Somebody has changed this since. Undo overwrites nothing silently.", "此后有人改动过。撤销不会悄悄覆盖任何内容。"),
            c.say("Below are the three states. Undo over it takes what is there now into the journal, so that it can be brought back.", "三种状态见下。覆盖撤销会先把现有内容记入日志，之后仍可恢复。"),
            all(act(c, "undo", id, "preview", "overwrite", c.say("Preview", "预览"), ""), act(c, "undo", id, "run", "overwrite", c.say("Undo over it", "覆盖并撤销"), "")));
    }

    private static Html box(PageContext c, String kind, String strong, String quiet, Html buttons) {
        boolean may = c.may(Effect.CHANGES.role());
        return el("div", cls(("undo " + kind).strip()), el("div", cls("grow"), el("p", el("strong", strong), text(" "), el("span", cls("quiet"), quiet))),
            may ? buttons : el("span", cls("faint"), c.say("Needs the role operator.", "需要角色 operator。")));
    }

    private static Html act(PageContext c, String verb, String id, String mode, String foreign, String label, String classes) {
        return Form.of(c, "changes/" + verb, List.of(new Form.Field("id", id), new Form.Field("foreign", foreign)), mode, label, classes, "/changes/" + id);
    }

    private static Html conflicts(PageContext c, ChangeReport r) {
        return r.conflicts().isEmpty() ? none() : el("section", el("h2", cls("t"), c.say("Before, ours, now", "之前、我们的、现在")),
            all(r.conflicts().stream().map(x -> DiffHtml.conflict(c, new View.Conflict(x.target(), x.before(), x.ours(), x.now())))));
    }

    private static Html targets(PageContext c, List<TargetDiff> targets) {
        List<TargetDiff> values = targets.stream().filter(t -> t.kind() == TargetDiff.Kind.VALUE).toList();
        View.Diff files = new View.Diff(targets.stream().filter(t -> t.kind() != TargetDiff.Kind.VALUE).map(t -> drawn(c, t)).toList());
        return all(files.files().isEmpty() ? none() : DiffHtml.diff(c, files), values.isEmpty() ? none() : values(c, values));
    }

    private static View.FileDiff drawn(PageContext c, TargetDiff t) {
        List<Text> notes = new ArrayList<>();
        if (t.lines().isEmpty() && !t.before().equals(t.after())) {
            notes.add(Text.of(t.before().en() + " → " + t.after().en(), t.before().zh() + " → " + t.after().zh()));
        }
        notes.addAll(t.notes());
        if (t.confidential()) {
            notes.add(Text.of("content not shown: not everybody on this host may read it", "不显示内容：并非本机所有人都可读取"));
        }
        return new View.FileDiff(t.target(), notes, t.lines().stream().map(l -> new View.DiffLine(l.mark(), number(l.before()), number(l.after()), l.text())).toList());
    }

    private static OptionalInt number(int line) {
        return line == 0 ? OptionalInt.empty() : OptionalInt.of(line);
    }

    private static Html values(PageContext c, List<TargetDiff> values) {
        return el("div", cls("diff"), el("header", el("strong", c.say("Kernel values", "内核参数")), el("span", cls("meta"), c.say("at once", "立即生效"))),
            el("table", el("thead", el("tr", el("th", cls("w40"), c.say("Value", "参数")), el("th", cls("num"), c.say("Before", "之前")), el("th"), el("th", c.say("After", "之后")))),
                el("tbody", all(values.stream().map(v -> el("tr", el("td", cls("mono"), v.target()), el("td", cls("num"), el("span", cls("was"), c.say(v.before()))),
                    el("td", cls("arrow"), "→"), el("td", c.say(v.after()))))))));
    }

    /** Waiting before and after: the script fetches it, draws it, and compares minute by minute. */
    private static Html effect(PageContext c, ChangeReport r) {
        RunRow applied = r.runs().stream().filter(x -> x.run() != ChangeRun.Kind.UNDO && x.outcome().filter(ChangeRun.Outcome::succeeded).isPresent()).findFirst().orElse(null);
        if (applied == null) {
            return none();
        }
        var at = applied.ended().orElse(applied.begun());
        Readings nothing = new Readings(at, java.util.Map.of(), java.util.Map.of());
        List<Chart> charts = List.of(Board.pressure("I/O pressure", "I/O 压力", "psi.io.some"), Board.pressure("Memory pressure", "内存压力", "psi.memory.some"),
            Board.pressure("CPU pressure", "CPU 压力", "psi.cpu.some"));
        return el("section", at("data-effect"), at("data-from", at.minus(AROUND).toString()), at("data-to", at.plus(AROUND).toString()), at("data-mark", at.toString()), at("hidden"),
            el("h2", cls("t"), c.say("What became of waiting", "等待有何变化")),
            el("p", cls("quiet"), c.say("Ten minutes before and after, minute by minute. Other things happen on a host as well.", "前后各十分钟，逐分钟比较。主机上也可能有别的事情发生。")),
            all(charts.stream().map(k -> el("div", cls("effect"), el("div", k.html(c, nothing, "")), el("div", cls("told"), el("div", cls("big")), el("p", cls("quiet")))))),
            el("div", cls("effect"), el("div", cls("lane"), el("a", cls("ev change"), href("#task"), at("data-at", Long.toString(at.toEpochMilli())),
                at("aria-label", c.say("applied", "应用")), HostEvent.Kind.CHANGE.sign()), el("span", cls("evtext"), c.say("applied", "应用")), el("div", cls("ax")))));
    }

}
