package dev.anole.console.page;

import static dev.anole.console.page.Html.all;
import static dev.anole.console.page.Html.at;
import static dev.anole.console.page.Html.cls;
import static dev.anole.console.page.Html.el;
import static dev.anole.console.page.Html.href;
import static dev.anole.console.page.Html.none;
import static dev.anole.console.page.Html.text;

import dev.anole.operation.Catalog;
import dev.anole.operation.Operation;
import dev.anole.operation.OperationName;
import dev.anole.operation.Probe;
import dev.anole.operation.Room;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What works on this host and what does not, with reason, evidence and remedy. What does not work comes first: it is what
 * one came for.
 *
 * @param probes by operation; one that is not in the map counts as available
 */
public record CapabilitiesPage(HostHeader header, Catalog catalog, Map<OperationName, Probe> probes) {
    public CapabilitiesPage {
        Objects.requireNonNull(header, "header");
        Objects.requireNonNull(catalog, "catalog");
        probes = new HashMap<>(probes);
    }

    private Probe probe(Operation<?, ?> operation) {
        return probes.getOrDefault(operation.name(), Probe.available());
    }

    /** The page. */
    public String render(PageContext c) {
        List<Html> absent = catalog.operations().stream()
            .<Html>mapMulti((o, out) -> {
                if (probe(o) instanceof Probe.Unavailable u) {
                    out.accept(absent(c, o, u));
                }
            }).toList();
        return Layout.page(c, Optional.of(Place.HOST), c.say("Capabilities", "能力") + " · " + c.host(), all(
            header.html(c, HostTab.CAPABILITIES, Optional.empty()),
            el("div", cls("page"), Filter.box(c, "#caps", c.say("Filter", "筛选")), el("div", at("id", "caps"),
                absent.isEmpty() ? none() : el("section", cls("part"), el("h2", cls("t"), c.say("Not available here", "在这里不可用")), el("ul", cls("list caps"), all(absent))),
                all(catalog.rooms().stream().map(r -> room(c, r)))))));
    }

    private static Html absent(PageContext c, Operation<?, ?> o, Probe.Unavailable u) {
        return el("li", el("div", cls("r"), name(o), Marks.effect(c, o.effect())),
            el("p", el("strong", c.say(u.reason())), text(" "), el("span", c.say(u.remedy()))),
            u.evidence().isEmpty() ? none() : el("p", cls("mono faint"), u.evidence()));
    }

    private Html room(PageContext c, Room room) {
        List<Html> rows = room.operations().stream().<Html>mapMulti((o, out) -> {
            if (probe(o) instanceof Probe.Available(var how)) {
                out.accept(el("li", el("div", cls("r"), name(o), el("span", cls("quiet cut"), c.say(o.summary())), Marks.effect(c, o.effect())),
                    how.en().isEmpty() ? none() : el("p", cls("why"), c.say(how))));
            }
        }).toList();
        return rows.isEmpty() ? none() : el("section", cls("part"), el("h2", cls("t"), c.say(room.title())), el("ul", cls("list caps"), all(rows)));
    }

    private static Html name(Operation<?, ?> o) {
        return el("a", cls("mono"), href("/operations/" + o.name().path()), text(o.name().toString()));
    }
}
