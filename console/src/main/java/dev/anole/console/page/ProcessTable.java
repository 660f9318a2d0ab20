package dev.anole.console.page;

import static dev.anole.console.page.Html.all;
import static dev.anole.console.page.Html.at;
import static dev.anole.console.page.Html.cls;
import static dev.anole.console.page.Html.el;
import static dev.anole.console.page.Html.href;
import static dev.anole.console.page.Html.none;
import static dev.anole.console.page.Html.text;
import static dev.anole.console.page.Html.when;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Processes as a table, sorted on the server so that an address brings the order back. Rows carry their pid as a key:
 * a page that is refreshed keeps rows in place while someone points at them.
 */
final class ProcessTable {
    /** Most rows of one page; 300 fit the page's budget, and what comes after the first hundreds nobody reads. */
    static final int ROWS_MAX = 400;

    private ProcessTable() {
    }

    /**
     * The table.
     *
     * @param address the page that the headings link to, with {@code sort} set
     * @param columns what is shown, in order
     */
    static Html html(PageContext c, List<ProcessRow> rows, List<ProcessColumn> columns, Sort sort, String address, int limit) {
        return el("table", cls("procs"),
            el("thead", el("tr", heading(c, "command", c.say("Command", "命令"), "", sort, address, false),
                heading(c, "pid", "PID", "num hide-s", sort, address, true),
                all(columns.stream().map(k -> heading(c, k.key(), label(c, k), ("num " + k.hidden()).strip(), sort, address, true))))),
            el("tbody", all(sorted(rows, sort).limit(Math.min(limit, ROWS_MAX)).map(r -> row(c, r, columns)))));
    }

    private static String label(PageContext c, ProcessColumn k) {
        return c.say(k.label()) + (k.unit().equals("ms/s") ? " ms/s" : "");
    }

    private static Html heading(PageContext c, String key, String label, String classes, Sort sort, String address, boolean number) {
        boolean current = sort.key().equals(key);
        // Numbers begin with the largest; a second click turns the order.
        Sort next = new Sort(key, current ? !sort.descending() : number);
        return el("th", when(!classes.isEmpty(), cls(classes)), at("scope", "col"),
            when(current, at("aria-sort", sort.descending() ? "descending" : "ascending")),
            el("a", href(address + (address.contains("?") ? "&" : "?") + "sort=" + next), at("data-sort", ""),
                text(label + (current ? sort.descending() ? " ↓" : " ↑" : ""))));
    }

    private static Stream<ProcessRow> sorted(List<ProcessRow> rows, Sort sort) {
        Comparator<ProcessRow> order = switch (sort.key()) {
            case "command" -> Comparator.comparing(ProcessRow::command);
            case "pid" -> Comparator.comparingInt(ProcessRow::pid);
            default -> {
                ProcessColumn column = ProcessColumn.of(sort.key()).orElse(ProcessColumn.CPU);
                yield Comparator.comparingDouble(r -> Double.isFinite(column.value(r)) ? column.value(r) : -1);
            }
        };
        // The pid settles ties, so that rows with equal values do not change places at each refresh.
        return rows.stream().sorted((sort.descending() ? order.reversed() : order).thenComparingInt(ProcessRow::pid));
    }

    private static Html row(PageContext c, ProcessRow r, List<ProcessColumn> columns) {
        return el("tr", at("data-key", Integer.toString(r.pid())),
            el("td", cls("cmd"), at("title", r.wholeCommand()), text(r.shownCommand()), when(!r.unit().isEmpty(), el("span", r.unit()))),
            el("td", cls("num hide-s"), Integer.toString(r.pid())),
            all(columns.stream().map(k -> cell(c, r, k))));
    }

    private static Html cell(PageContext c, ProcessRow r, ProcessColumn k) {
        double value = k.value(r);
        boolean hot = value >= k.hot();
        String figure = k.unit().equals("ms/s") ? Figures.few(value) : Figures.of(value, k.unit(), c.language());
        return el("td", cls(("num " + (hot ? "hot " : "") + k.hidden()).strip()), text(figure),
            k.full() > 0 ? Marks.bar(value / k.full(), hot) : none());
    }
}
