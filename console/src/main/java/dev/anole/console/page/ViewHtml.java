package dev.anole.console.page;

import static dev.anole.console.page.Html.all;
import static dev.anole.console.page.Html.at;
import static dev.anole.console.page.Html.cls;
import static dev.anole.console.page.Html.el;
import static dev.anole.console.page.Html.none;
import static dev.anole.console.page.Html.text;
import static dev.anole.console.page.Html.when;

import dev.anole.operation.View;
import dev.anole.operation.Viewed;
import dev.anole.operation.journal.ChangeReport;
import java.util.List;

/** Draws what an operation gave: its own picture where it has one, else what follows from its shape. */
public final class ViewHtml {
    /** Lines of a log that are written to a page. */
    static final int LINES_MAX = 2000;
    /** Nodes of a tree; a tree below that is cut with a sign. */
    private static final int NODES_MAX = 2000;
    /** So many levels of a tree are open at first. */
    private static final int OPEN = 2;

    private ViewHtml() {
    }

    /** An output. */
    static Html output(PageContext c, Record output) {
        return switch (output) {
            case ChangeReport report -> ChangeHtml.result(c, report);   // with the way back as a button
            case Viewed viewed -> view(c, viewed.view());
            default -> RecordHtml.record(c, output);
        };
    }

    static Html view(PageContext c, View view) {
        return switch (view) {
            case View.Sentence(var words) -> el("p", cls("verdict"), c.say(words));
            case View.Facts(List<View.Fact> facts) -> facts(c, facts);
            case View.Rows<?> rows -> rows(c, rows);
            case View.Tree(View.Node root) -> el("ul", cls("tree"), node(c, root, 0, new int[] {NODES_MAX}));
            case View.Lines(List<String> lines) -> lines(c, lines);
            case View.Diff diff -> DiffHtml.diff(c, diff);
            case View.Conflict conflict -> DiffHtml.conflict(c, conflict);
            case View.Group(List<View.Section> sections) -> all(sections.stream().map(s -> el("section", cls("part"),
                when(!s.title().en().isEmpty(), el("h3", cls("t"), c.say(s.title()))), view(c, s.view()))));
        };
    }

    private static Html facts(PageContext c, List<View.Fact> facts) {
        return el("dl", cls("facts-list"), all(facts.stream().map(f -> el("div", el("dt", RecordHtml.sentence(c.say(f.label()))), el("dd", f.value())))));
    }

    private static <T extends Record> Html rows(PageContext c, View.Rows<T> rows) {
        return rows.rows().isEmpty() ? el("p", cls("faint"), c.say("None", "无")) : RecordHtml.table(c, rows.shape(), rows.rows());
    }

    private static Html lines(PageContext c, List<String> lines) {
        return all(el("pre", cls("lines"), at("tabindex", "0"), text(String.join("\n", lines.subList(0, Math.min(LINES_MAX, lines.size()))))),
            lines.size() <= LINES_MAX ? none() : el("p", cls("faint"),
                c.say("The first " + LINES_MAX + " lines of " + lines.size() + ".", "前 " + LINES_MAX + " 行，共 " + lines.size() + " 行。")));
    }

    private static Html node(PageContext c, View.Node node, int depth, int[] left) {
        Html name = all(Layout.mono(node.name()), all(node.facts().stream().map(f ->
            el("span", cls("fact"), el("span", cls("faint"), c.say(f.label()) + " "), text(f.value())))));
        if (node.children().isEmpty()) {
            return el("li", name);
        }
        List<View.Node> shown = node.children().stream().limit(Math.max(0, left[0])).toList();
        left[0] -= shown.size();
        return el("li", el("details", when(depth < OPEN, at("open")), el("summary", name),
            el("ul", all(shown.stream().map(n -> node(c, n, depth + 1, left)).toList()),
                when(shown.size() < node.children().size(), el("li", cls("faint"), "… " + (node.children().size() - shown.size()))))));
    }
}
