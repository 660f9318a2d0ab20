package dev.anole.console.page;

import static dev.anole.console.page.Html.all;
import static dev.anole.console.page.Html.at;
import static dev.anole.console.page.Html.cls;
import static dev.anole.console.page.Html.el;
import static dev.anole.console.page.Html.href;
import static dev.anole.console.page.Html.none;
import static dev.anole.console.page.Html.text;
import static dev.anole.console.page.Html.when;

import dev.anole.operation.OperationName;
import dev.anole.operation.Text;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A host's page made of what operations gave: groups, Java processes, the inventory. Each part says which operation it
 * is, so a reader finds the same in the terminal.
 *
 * @param tab   which of them
 * @param parts in order
 */
public record HostRecordsPage(HostHeader header, HostTab tab, List<Part> parts) {
    /**
     * One operation's output.
     *
     * @param title  its heading
     * @param output what it gave
     */
    public record Part(Text title, OperationName operation, Answer<? extends Record> output) {
        public Part {
            Objects.requireNonNull(title, "title");
            Objects.requireNonNull(operation, "operation");
            Objects.requireNonNull(output, "output");
        }
    }

    public HostRecordsPage {
        Objects.requireNonNull(header, "header");
        Objects.requireNonNull(tab, "tab");
        parts = List.copyOf(parts);
    }

    /** The page. */
    public String render(PageContext c) {
        return Layout.page(c, Optional.of(Place.HOST), c.say(tab.label()) + " · " + c.host(), all(
            header.html(c, tab, Optional.empty()), el("div", cls("page"), Filter.box(c, "#parts", c.say("Filter", "筛选")),
                el("div", at("id", "parts"), when(live(), at("data-refresh", "5")), parts(c, parts)))));
    }

    /** The parts alone, {@code ?part=parts}. */
    public String region(PageContext c) {
        return parts(c, parts).render();
    }

    /** Whether it changes while one looks; an inventory does not. */
    private boolean live() {
        return switch (tab) {
            case CGROUPS, JVMS, DEVICES -> true;
            case OVERVIEW, PROCESSES, LOG, INVENTORY, CAPABILITIES -> false;
        };
    }

    static Html parts(PageContext c, List<Part> parts) {
        return all(parts.stream().map(p -> el("section", cls("part"),
            el("div", cls("bar"), parts.size() == 1 ? none() : el("h2", cls("t"), c.say(p.title())),
                el("a", cls("mono faint"), href("/operations/" + p.operation().path()), text("anole " + p.operation()))),
            p.output().drawn(c, r -> ViewHtml.output(c, r)))));
    }
}
