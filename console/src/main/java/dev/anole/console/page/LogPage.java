package dev.anole.console.page;

import static dev.anole.console.page.Html.cls;
import static dev.anole.console.page.Html.el;
import static dev.anole.console.page.Html.text;
import static dev.anole.console.page.Html.when;

/** The kernel's log. */
public final class LogPage {
    private LogPage() {
    }

    static Html line(PageContext c, LogLine l) {
        return el("li", Moments.time(c, l.at()), el("span", when(l.level() <= LogLine.WARNING, cls("w")), text(l.text())));
    }
}
