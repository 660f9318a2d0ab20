package dev.anole.console.page;

import static dev.anole.console.page.Html.all;
import static dev.anole.console.page.Html.at;
import static dev.anole.console.page.Html.cls;
import static dev.anole.console.page.Html.el;
import static dev.anole.console.page.Html.text;

import java.util.List;
import java.util.Objects;

/** A button that runs an operation with values that the page knows. */
final class Form {
    /** A value of the operation's input. */
    record Field(String name, String value) {
        Field {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(value, "value");
        }
    }

    private Form() {
    }

    /**
     * The button. A preview appears in the region {@code task} of this page; a run returns to {@code back}, which then
     * shows the new state.
     *
     * @param path of the operation
     * @param mode {@code preview} or {@code run}
     */
    static Html of(PageContext c, String path, List<Field> fields, String mode, String label, String classes, String back) {
        Html hidden = all(fields.stream().map(f -> Layout.hidden(f.name(), f.value())));
        Html button = el("button", cls(("btn " + classes).strip()), at("name", "_mode"), at("value", mode), text(label));
        return mode.equals("preview")
            ? el("form", cls("inline"), at("method", "post"), at("action", "/operations/" + path), at("hx-post", "/operations/" + path), at("hx-target", "#task"),
                at("hx-swap", "outerHTML"), Layout.csrf(c), hidden, Layout.hidden("_back", back), button)
            : el("form", cls("inline"), at("method", "post"), at("action", "/operations/" + path), Layout.csrf(c), hidden, Layout.hidden("_back", back), button);
    }
}
