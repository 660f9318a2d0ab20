package dev.anole.console.page;

import static dev.anole.console.page.Html.all;
import static dev.anole.console.page.Html.at;
import static dev.anole.console.page.Html.cls;
import static dev.anole.console.page.Html.el;
import static dev.anole.console.page.Html.text;
import static dev.anole.console.page.Html.when;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The kernel's log, newest first.
 *
 * @param lines newest first
 */
public record LogPage(HostHeader header, Answer<List<LogLine>> lines) {
    /** Lines that a page carries. */
    public static final int LINES_MAX = 500;

    public LogPage {
        Objects.requireNonNull(header, "header");
        Objects.requireNonNull(lines, "lines");
    }

    /** The page. */
    public String render(PageContext c) {
        return Layout.page(c, Optional.of(Place.HOST), c.say("Kernel log", "内核日志") + " · " + c.host(), all(
            header.html(c, HostTab.LOG, Optional.empty()),
            el("div", cls("page"), el("div", cls("bar"), el("h2", cls("t sr"), c.say("Kernel log", "内核日志")), Filter.box(c, "#log", c.say("Find in the log", "在日志中查找"))),
                el("section", at("id", "log"), at("data-refresh", "5"), list(c)))));
    }

    /** The lines alone, {@code ?part=log}. */
    public String region(PageContext c) {
        return list(c).render();
    }

    private Html list(PageContext c) {
        return lines.drawn(c, all -> all.isEmpty()
            ? el("p", cls("quiet"), c.say("The kernel has said nothing since it started; what it says appears here.", "内核启动以来没有消息；有消息会出现在这里。"))
            : el("ul", cls("log wide"), all(all.stream().limit(LINES_MAX).map(l -> line(c, l)))));
    }

    static Html line(PageContext c, LogLine l) {
        return el("li", Moments.time(c, l.at()), el("span", when(l.level() <= LogLine.WARNING, cls("w")), text(l.text())));
    }
}
