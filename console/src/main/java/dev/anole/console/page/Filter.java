package dev.anole.console.page;

import static dev.anole.console.page.Html.at;
import static dev.anole.console.page.Html.cls;
import static dev.anole.console.page.Html.el;

/** A box that hides the rows of a table or list which do not hold what is typed. It appears where there is a script. */
final class Filter {
    private Filter() {
    }

    /** @param target a selector of the region that is filtered */
    static Html box(PageContext c, String target, String placeholder) {
        return el("div", cls("field-find filterbox"), at("hidden"), Icon.FIND.html(), el("input", at("type", "search"), at("data-rows", target),
            at("autocomplete", "off"), at("spellcheck", "false"), at("aria-label", c.say("Filter", "筛选")), at("placeholder", placeholder)));
    }
}
