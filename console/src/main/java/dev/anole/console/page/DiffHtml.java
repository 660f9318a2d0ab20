package dev.anole.console.page;

import static dev.anole.console.page.Html.all;
import static dev.anole.console.page.Html.at;
import static dev.anole.console.page.Html.cls;
import static dev.anole.console.page.Html.el;
import static dev.anole.console.page.Html.none;
import static dev.anole.console.page.Html.text;
import static dev.anole.console.page.Html.when;

import dev.anole.operation.Text;
import dev.anole.operation.View.Conflict;
import dev.anole.operation.View.Diff;
import dev.anole.operation.View.DiffLine;
import dev.anole.operation.View.FileDiff;
import dev.anole.operation.View.Mark;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** What differs, line by line; within a pair of lines the part that differs is marked. */
final class DiffHtml {
    /** Lines of one target that are written; nobody reads more of a diff on a page. */
    static final int LINES_MAX = 2000;

    private DiffHtml() {
    }

    static Html diff(PageContext c, Diff diff) {
        return diff.files().isEmpty() ? el("p", cls("faint"), c.say("Nothing differs.", "没有差异。"))
            : all(diff.files().stream().map(f -> file(c, f)));
    }

    private static Html file(PageContext c, FileDiff f) {
        long added = f.lines().stream().filter(l -> l.mark() == Mark.ADDED).count();
        long removed = f.lines().stream().filter(l -> l.mark() == Mark.REMOVED).count();
        return el("div", cls("diff"), el("header", Layout.mono(f.target()),
                all(f.notes().stream().map(n -> el("span", cls("meta"), c.say(n)))),
                when(added + removed > 0, el("span", cls("cnt"), "+" + added + " −" + removed))),
            f.lines().isEmpty() ? none() : el("pre", at("tabindex", "0"), at("aria-label", c.say("Differences in ", "差异：") + f.target()), all(lines(c, f.lines()))),
            f.lines().size() > LINES_MAX ? el("p", cls("cutoff"), c.say("The first " + LINES_MAX + " lines of " + f.lines().size() + ".",
                "前 " + LINES_MAX + " 行，共 " + f.lines().size() + " 行。")) : none());
    }

    private static List<Html> lines(PageContext c, List<DiffLine> lines) {
        List<Html> drawn = new ArrayList<>();
        int i = 0;
        while (i < lines.size() && i < LINES_MAX) {
            int removed = run(lines, i, Mark.REMOVED);
            int added = run(lines, i + removed, Mark.ADDED);
            if (removed > 0 && added > 0) {
                for (int k = 0; k < removed; k++) {
                    drawn.add(line(c, lines.get(i + k), k < added ? lines.get(i + removed + k).text() : ""));
                }
                for (int k = 0; k < added; k++) {
                    drawn.add(line(c, lines.get(i + removed + k), k < removed ? lines.get(i + k).text() : ""));
                }
                i += removed + added;
            } else {
                drawn.add(line(c, lines.get(i), ""));
                i++;
            }
        }
        return drawn;
    }

    private static int run(List<DiffLine> lines, int from, Mark mark) {
        int n = 0;
        while (from + n < lines.size() && lines.get(from + n).mark() == mark) {
            n++;
        }
        return n;
    }

    /** @param other the line on the other side; empty where there is none */
    private static Html line(PageContext c, DiffLine l, String other) {
        String kind = switch (l.mark()) {
            case SAME -> "";
            case REMOVED -> "m";
            case ADDED -> "p";
            case SKIPPED -> "s";
        };
        String sign = switch (l.mark()) {
            case SAME -> "";
            case REMOVED -> "−";
            case ADDED -> "+";
            case SKIPPED -> "⋯";
        };
        return el("span", when(!kind.isEmpty(), cls(kind)), el("i", number(l.before())), el("i", number(l.after())), el("u", sign),
            el("span", marked(l, other)),
            when(l.mark() == Mark.REMOVED || l.mark() == Mark.ADDED,
                el("span", cls("sr"), l.mark() == Mark.REMOVED ? c.say(" removed", " 删除") : c.say(" added", " 新增"))));
    }

    private static String number(OptionalInt n) {
        return n.isPresent() ? Integer.toString(n.getAsInt()) : "";
    }

    /** The line with the part that the other one has not. */
    private static Html marked(DiffLine l, String other) {
        String t = l.text();
        if (l.mark() != Mark.REMOVED && l.mark() != Mark.ADDED) {
            return text(t);
        }
        int head = 0;
        int shorter = Math.min(t.length(), other.length());
        while (head < shorter && t.charAt(head) == other.charAt(head)) {
            head++;
        }
        int tail = 0;
        while (tail < shorter - head && t.charAt(t.length() - 1 - tail) == other.charAt(other.length() - 1 - tail)) {
            tail++;
        }
        // Two lines with little in common are two lines, not one that was edited.
        if (other.isEmpty() || head + tail < Math.max(t.length(), other.length()) / 3) {
            return text(t);
        }
        return all(text(t.substring(0, head)), el("b", t.substring(head, t.length() - tail)), text(t.substring(t.length() - tail)));
    }

    /** Three states side by side; nothing is overwritten silently. */
    static Html conflict(PageContext c, Conflict x) {
        return el("div", cls("diff"), el("header", Layout.mono(x.target()),
                el("span", cls("meta"), c.say("somebody has changed this since; undo has stopped", "此后有人改动过；撤销已停下"))),
            el("div", cls("three"), side(c, Text.of("Before", "之前"), x.before(), x.ours()),
                side(c, Text.of("Ours", "我们的"), x.ours(), x.before()), side(c, Text.of("Now", "现在"), x.now(), x.ours())));
    }

    private static Html side(PageContext c, Text title, String content, String against) {
        List<String> others = against.lines().toList();
        return el("section", el("h4", c.say(title)), el("pre", at("tabindex", "0"), content.isEmpty() ? el("span", cls("faint"), c.say("does not exist", "不存在"))
            : all(content.lines().limit(LINES_MAX).map(l -> el("span", when(!others.contains(l), cls("p")), text(l.isEmpty() ? " " : l))))));
    }
}
