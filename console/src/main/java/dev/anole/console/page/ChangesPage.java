package dev.anole.console.page;

import static dev.anole.console.page.Html.all;
import static dev.anole.console.page.Html.at;
import static dev.anole.console.page.Html.cls;
import static dev.anole.console.page.Html.el;
import static dev.anole.console.page.Html.href;
import static dev.anole.console.page.Html.none;
import static dev.anole.console.page.Html.text;
import static dev.anole.console.page.Html.when;

import dev.anole.operation.ChangeState;
import dev.anole.operation.journal.ChangeReport;
import dev.anole.operation.journal.ChangesList;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What was changed on this host, by day, and the one change that was chosen.
 *
 * @param changes what {@code changes list} gave
 * @param chosen  what {@code changes show} gave
 */
public record ChangesPage(Answer<ChangesList.Changes> changes, Optional<Answer<ChangeReport>> chosen) {
    public ChangesPage {
        Objects.requireNonNull(changes, "changes");
        Objects.requireNonNull(chosen, "chosen");
    }

    private Optional<ChangeReport> report() {
        return chosen.flatMap(a -> a instanceof Answer.Got<ChangeReport>(ChangeReport report) ? Optional.of(report) : Optional.empty());
    }

    /** The page. */
    public String render(PageContext c) {
        String title = report().flatMap(ChangeReport::id).orElse(c.say("Changes", "变更"));
        return Layout.page(c, Optional.of(Place.CHANGES), title, all(
            Layout.head(text(c.say("Changes", "变更")), List.of(all(text(c.say("on ", "在 ")), Layout.mono(c.host())), text(counted(c))), none(), none()),
            el("div", cls("two"), el("div", cls(chosen.isPresent() ? "pick folded" : "pick"), at("data-filter"), search(c), changes.drawn(c, list -> list(c, list))),
                el("div", cls("body"), at("data-reload"), chosen.<Html>map(a -> a.drawn(c, r -> ChangeHtml.html(c, r))).orElseGet(() -> changes.drawn(c, list -> choose(c, list)))))));
    }

    private String counted(PageContext c) {
        return changes instanceof Answer.Got<ChangesList.Changes>(ChangesList.Changes list)
            ? c.say(list.changes().size() + " made, " + count(list, ChangeState.UNDONE) + " undone", list.changes().size() + " 次，其中 " + count(list, ChangeState.UNDONE) + " 次已撤销")
                + (list.damage().isEmpty() ? c.say(", journal intact", "，日志完好") : c.say(", journal damaged", "，日志有损坏")) : "";
    }

    private static long count(ChangesList.Changes list, ChangeState state) {
        return list.changes().stream().filter(r -> r.state() == state).count();
    }

    private static Html search(PageContext c) {
        return el("form", cls("in"), at("action", "/changes"), at("role", "search"), el("div", cls("field-find"), Icon.FIND.html(),
            el("input", at("type", "search"), at("name", "q"), at("autocomplete", "off"), at("aria-label", c.say("Find a change", "查找变更")),
                at("placeholder", c.say("Title, person, id", "内容、人、编号")))));
    }

    private Html list(PageContext c, ChangesList.Changes list) {
        Map<LocalDate, java.util.List<ChangesList.Row>> days = new LinkedHashMap<>();
        list.changes().forEach(r -> days.computeIfAbsent(Moments.day(c, r.at()), _ -> new java.util.ArrayList<>()).add(r));
        return all(days.entrySet().stream().map(d -> all(el("h3", Moments.dayName(c, d.getKey())), el("ul", all(d.getValue().stream().map(r -> entry(c, r)))))));
    }

    private Html entry(PageContext c, ChangesList.Row r) {
        boolean current = report().flatMap(ChangeReport::id).filter(r.id()::equals).isPresent();
        return el("li", when(current, cls("keep")), el("a", href("/changes/" + r.id()), when(current, at("aria-current", "true")),
            el("span", cls("r"), el("span", cls("nm s"), c.say(r.title())), state(c, r.state())),
            el("span", cls("d"), Layout.mono(r.id()), text(" "), Moments.ofDay(c, r.at()), text(c.say(", ", "，") + r.actor()))));
    }

    static Html state(PageContext c, ChangeState state) {
        String kind = switch (state) {
            case APPLIED -> "st";
            case UNDONE -> "st undone";
            case UNFINISHED -> "st run";
            case REVERTED, CONFLICTED -> "st cut";
        };
        return el("span", cls(kind), c.say(state.label()));
    }

    private static Html choose(PageContext c, ChangesList.Changes list) {
        Html damage = all(list.damage().stream().map(d -> el("div", cls("problem"), el("p", el("strong", c.say("Line " + d.line() + " of the journal cannot be read: " + d.reason(),
            "日志第 " + d.line() + " 行无法读取：" + d.reason()))), el("p", cls("quiet"), d.file().isEmpty() ? c.say("The others are intact.", "其余完好。")
                : c.say("Its bytes are in " + d.file() + "; the others are intact.", "其内容在 " + d.file() + "；其余完好。")))));
        return el("div", cls("choose"), damage, list.changes().isEmpty()
            ? el("p", all(text(c.say("Nothing has been changed here through Anole yet. A change appears with its diff and its way back. The first could be ",
                "还没有通过 Anole 改动过这台主机。每次变更会连同差异和撤销方法出现在这里。可以先试 ")), el("a", cls("mono"), href("/operations/sysctl/set"), text("anole sysctl set"))))
            : el("p", cls("quiet"), c.say("Choose a change: what it did, whether others have touched it since, and its way back.", "选择一次变更，查看它改了什么、此后是否被人动过、如何撤销。")));
    }
}
