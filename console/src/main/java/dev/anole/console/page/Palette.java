package dev.anole.console.page;

import static dev.anole.console.page.Html.all;
import static dev.anole.console.page.Html.at;
import static dev.anole.console.page.Html.cls;
import static dev.anole.console.page.Html.el;
import static dev.anole.console.page.Html.href;
import static dev.anole.console.page.Html.none;
import static dev.anole.console.page.Html.text;

import dev.anole.operation.Effect;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One box that finds everything. In the dialog the list below the box is {@link #results}, fetched while one types from
 * {@code /find?q=} with the header {@code HX-Request}; without a script {@code /find} is a {@linkplain #page page}.
 */
public final class Palette {
    /** Most that is listed. */
    public static final int RESULTS_MAX = 20;

    /**
     * Something that was found.
     *
     * @param address where it is, a path of the console
     * @param name    what can be typed, or the name of a process or a file
     * @param what    what it is, in the reader's language
     * @param effect  of an operation
     */
    public record Found(String address, String name, String what, Optional<Effect> effect) {
        public Found {
            Objects.requireNonNull(address, "address");
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(what, "what");
            Objects.requireNonNull(effect, "effect");
        }
    }

    private Palette() {
    }

    /** The empty dialog that each page carries. */
    static Html dialog(PageContext c) {
        return el("dialog", cls("pal"), at("id", "pal"), at("aria-label", c.say("Find", "查找")),
            el("input", at("type", "search"), at("name", "q"), at("autocomplete", "off"), at("spellcheck", "false"),
                at("role", "combobox"), at("aria-expanded", "true"), at("aria-controls", "found"),
                at("aria-label", c.say("Find", "查找")), at("placeholder", c.say("Operation, process, change…", "操作、进程、变更…")),
                at("hx-get", "/find"), at("hx-trigger", "input changed delay:120ms, open"), at("hx-target", "#found"),
                at("hx-sync", "this:replace")),
            el("ul", at("id", "found"), at("role", "listbox"), at("aria-label", c.say("Found", "结果"))),
            el("footer", el("span", c.say("↑↓ move", "↑↓ 移动")), el("span", c.say("Enter open", "Enter 打开")),
                el("span", c.say("Esc close", "Esc 关闭"))));
    }

    /** The entries of the dialog's list. */
    public static String results(PageContext c, List<Found> found) {
        return entries(c, found).render();
    }

    /** The same as a page, for a browser without script. */
    public static String page(PageContext c, String query, List<Found> found) {
        return Layout.page(c, Optional.empty(), c.say("Find", "查找"), all(
            Layout.head(text(c.say("Find", "查找")), List.of(), none(), none()),
            el("form", cls("findform"), at("action", "/find"),
                el("label", at("for", "q"), cls("sr"), text(c.say("Operation, process, change", "操作、进程、变更"))),
                el("input", at("id", "q"), at("type", "search"), at("name", "q"), at("value", query),
                    at("placeholder", c.say("Operation, process, change…", "操作、进程、变更…"))),
                el("button", cls("btn go"), c.say("Find", "查找"))),
            el("ul", cls("foundlist"), entries(c, found))));
    }

    private static Html entries(PageContext c, List<Found> found) {
        if (found.isEmpty()) {
            return el("li", cls("faint"), c.say("Nothing has that name. Operations, processes of this host and changes are searched.",
                "没有这个名字。查找范围是操作、本机进程和变更。"));
        }
        return all(found.stream().limit(RESULTS_MAX).map(f -> el("li", at("role", "option"),
            el("a", href(f.address()), at("tabindex", "-1"), el("span", cls("mono"), f.name()), el("span", cls("faint"), f.what()),
                f.effect().<Html>map(e -> Marks.effect(c, e)).orElse(none())))));
    }
}
