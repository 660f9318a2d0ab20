package dev.anole.console.page;

import static dev.anole.console.page.Html.all;
import static dev.anole.console.page.Html.at;
import static dev.anole.console.page.Html.cls;
import static dev.anole.console.page.Html.el;
import static dev.anole.console.page.Html.href;
import static dev.anole.console.page.Html.none;
import static dev.anole.console.page.Html.text;
import static dev.anole.console.page.Html.when;

import dev.anole.operation.Catalog;
import dev.anole.operation.Operation;
import dev.anole.operation.OperationName;
import dev.anole.operation.Probe;
import dev.anole.operation.Room;
import dev.anole.operation.Text;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * All operations, and the one that was chosen. Those that do not work here stay in the list, with the reason.
 *
 * @param catalog all of them, by room
 * @param probes  what the host says of each; one that it does not mention counts as available
 * @param query   what was typed into the search, for a browser without script
 * @param chosen  the one that is shown
 */
public record OperationsPage(Catalog catalog, Map<OperationName, Probe> probes, String query, Optional<OperationForm> chosen) {
    public OperationsPage {
        Objects.requireNonNull(catalog, "catalog");
        probes = new HashMap<>(probes);
        Objects.requireNonNull(query, "query");
        Objects.requireNonNull(chosen, "chosen");
    }

    /** The page. */
    public String render(PageContext c) {
        long absent = catalog.operations().stream().filter(o -> probe(o) instanceof Probe.Unavailable).count();
        long available = catalog.operations().size() - absent;
        String title = chosen.map(o -> o.operation().name().toString()).orElse(c.say("Operations", "操作"));
        return Layout.page(c, Optional.of(Place.OPERATIONS), title, all(
            Layout.head(text(c.say("Operations", "操作")), List.of(all(text(c.say("on ", "在 ")), Layout.mono(c.host())),
                text(absent == 0 ? c.say("all " + available + " available", available + " 项全部可用")
                    : c.say(available + " available, " + absent + " not", available + " 项可用，" + absent + " 项不可用"))), none(), none()),
            el("div", cls("two"),
                el("div", cls(chosen.isPresent() ? "pick folded" : "pick"), at("data-filter"), search(c), all(catalog.rooms().stream().map(r -> room(c, r)))),
                el("div", cls("body"), chosen.<Html>map(o -> o.html(c)).orElse(choose(c))))));
    }

    private Probe probe(Operation<?, ?> operation) {
        return probes.getOrDefault(operation.name(), Probe.available());
    }

    private Html search(PageContext c) {
        return el("form", cls("in"), at("action", "/operations"), at("role", "search"),
            el("div", cls("field-find"), Icon.FIND.html(), el("input", at("type", "search"), at("name", "q"), at("value", query),
                at("autocomplete", "off"), at("aria-label", c.say("Find an operation", "查找操作")), at("placeholder", c.say("Find an operation", "查找操作")))),
            el("div", cls("chips"), at("role", "group"), at("aria-label", c.say("Effect", "影响")), at("hidden"),
                chip("all", "all", c.say("All", "全部"), true), chip("fx reads", "reads", c.say("READS", "只读"), false),
                chip("fx changes", "changes", c.say("CHANGES", "会改动"), false), chip("fx disrupts", "disrupts", c.say("DISRUPTS", "会中断"), false)));
    }

    private static Html chip(String classes, String fx, String label, boolean pressed) {
        return el("button", cls(classes), at("type", "button"), at("data-fx", fx), at("aria-pressed", Boolean.toString(pressed)), text(label));
    }

    private Html room(PageContext c, Room room) {
        List<Operation<?, ?>> shown = room.operations().stream().filter(o -> matches(c, o)).toList();
        return shown.isEmpty() ? none() : all(el("h3", c.say(room.title())), el("ul", all(shown.stream().map(o -> entry(c, o)))));
    }

    private boolean matches(PageContext c, Operation<?, ?> o) {
        String sought = query.strip().toLowerCase(Locale.ROOT);
        return sought.isEmpty() || (o.name() + " " + c.say(o.summary())).toLowerCase(Locale.ROOT).contains(sought);
    }

    private Html entry(PageContext c, Operation<?, ?> o) {
        boolean current = chosen.filter(f -> f.operation().name().equals(o.name())).isPresent();
        Probe probe = probe(o);
        String classes = ((probe instanceof Probe.Unavailable ? "off " : "") + (current ? "keep" : "")).strip();
        return el("li", when(!classes.isEmpty(), cls(classes)), at("data-fx", Marks.kind(o.effect())),
            el("a", href("/operations/" + o.name().path()), when(current, at("aria-current", "true")),
                el("span", cls("r"), el("span", cls("nm"), o.name().toString()), switch (probe) {
                    case Probe.Available _ -> Marks.effect(c, o.effect());
                    case Probe.Unavailable _ -> el("span", cls("st off"), c.say("not here", "不可用"));
                }),
                el("span", cls("d"), c.say(switch (probe) {
                    case Probe.Available _ -> o.summary();
                    case Probe.Unavailable(Text reason, String _, Text _) -> reason;
                }))));
    }

    private static Html choose(PageContext c) {
        return el("div", cls("choose"), el("p", c.say("Choose an operation. Each has its form here, its command in the terminal and its address in the API; all three do the same.",
                "请选择一个操作。每个操作在这里有表单，在终端有命令，在 API 有地址，三者等价。")),
            el("ul", cls("legend"),
                legend(c, "reads", "READS", "只读", "looks, and leaves everything as it was", "只看，什么都不动"),
                legend(c, "changes", "CHANGES", "会改动", "is shown before it is made, and can be taken back", "先预览再改动，可以撤销"),
                legend(c, "disrupts", "DISRUPTS", "会中断", "interrupts something or cannot be undone; it asks first", "会中断服务或无法撤销，先询问")));
    }

    private static Html legend(PageContext c, String kind, String en, String zh, String does, String doesZh) {
        return el("li", el("span", cls("fx " + kind), c.say(en, zh)), text(" "), el("span", cls("quiet"), c.say(does, doesZh)));
    }
}
