package dev.anole.console.page;

import static dev.anole.console.page.Html.all;
import static dev.anole.console.page.Html.at;
import static dev.anole.console.page.Html.cls;
import static dev.anole.console.page.Html.el;
import static dev.anole.console.page.Html.text;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All processes of a host, refreshed in place.
 *
 * @param sort in which order; {@code ?sort=}
 */
public record ProcessesPage(HostHeader header, Answer<List<ProcessRow>> processes, Sort sort) {
    /** The order where none is asked for. */
    public static final Sort BY_CPU = new Sort(ProcessColumn.CPU.key(), true);

    public ProcessesPage {
        Objects.requireNonNull(header, "header");
        Objects.requireNonNull(processes, "processes");
        Objects.requireNonNull(sort, "sort");
    }

    /** The page. */
    public String render(PageContext c) {
        return Layout.page(c, Optional.of(Place.HOST), c.say("Processes", "进程") + " · " + c.host(), all(
            header.html(c, HostTab.PROCESSES, Optional.empty()),
            el("div", cls("page"), el("div", cls("bar"), el("h2", cls("t sr"), c.say("Processes", "进程")), Filter.box(c, "#procs", c.say("Name, unit, PID", "名称、服务、PID"))),
                el("section", at("id", "procs"), at("data-refresh", "2"), table(c)))));
    }

    /** The table alone, {@code ?part=procs}. */
    public String region(PageContext c) {
        return table(c).render();
    }

    private Html table(PageContext c) {
        return processes.drawn(c, rows -> {
            List<ProcessColumn> columns = Stream.of(ProcessColumn.values())
                .filter(k -> rows.stream().anyMatch(r -> Double.isFinite(k.value(r)))).toList();
            return all(el("p", cls("faint"), text(c.say(Figures.count(rows.size()) + " processes", Figures.count(rows.size()) + " 个进程")
                    + (rows.size() > ProcessTable.ROWS_MAX ? c.say(", the first " + ProcessTable.ROWS_MAX + " in this order", "，按此顺序显示前 " + ProcessTable.ROWS_MAX + " 个") : "")),
                    el("span", cls("held"), c.say(" · order held", " · 顺序已保持"))),
                ProcessTable.html(c, rows, columns, sort, c.hostPath("processes"), ProcessTable.ROWS_MAX));
        });
    }
}
