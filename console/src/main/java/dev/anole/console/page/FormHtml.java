package dev.anole.console.page;

import static dev.anole.console.page.Html.all;
import static dev.anole.console.page.Html.at;
import static dev.anole.console.page.Html.cls;
import static dev.anole.console.page.Html.el;
import static dev.anole.console.page.Html.text;
import static dev.anole.console.page.Html.when;

import dev.anole.operation.Component;
import dev.anole.operation.Kind;
import dev.anole.operation.Shape;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A form made from the {@link Shape} of an input. Fields are named as the components are, so {@link Shape#parse} reads
 * them; bounds are the browser's to check first and the shape's to check again.
 */
final class FormHtml {
    /** Empty fields of a list at first; a script adds more as they are filled. */
    private static final int LIST_FIELDS = 2;

    private FormHtml() {
    }

    /** The fields; those that must be given come first. */
    static Html fields(PageContext c, Shape<?> shape, Map<String, List<String>> given, String wrongField, String wrong) {
        return all(shape.components().stream().sorted(Comparator.comparing((Component k) -> !k.required()).thenComparing(k -> !k.positional()))
            .map(k -> field(c, k, given.getOrDefault(k.name(), List.of()), k.name().equals(wrongField) ? wrong : "")));
    }

    private static Html field(PageContext c, Component k, List<String> given, String wrong) {
        String id = "f-" + k.name();
        Kind kind = k.kind() instanceof Kind.Maybe(Kind inner) ? inner : k.kind();
        boolean group = kind instanceof Kind.Many || kind instanceof Kind.Keyed;
        // What follows a semicolon explains, and stands below the field.
        String[] said = c.say(k.label()).split("; |；", 2);
        String label = RecordHtml.sentence(said[0]);
        Html control = control(c, k, kind, id, given);
        return el(group ? "fieldset" : "div", cls("f" + (wide(kind, k) ? " wide" : "") + (wrong.isEmpty() ? "" : " bad")),
            at("data-name", k.name()), at("data-option", k.option()), at("data-kind", kind(kind)), when(k.lines(), at("data-lines")),
            when(k.kind() instanceof Kind.Maybe, at("data-maybe")), when(k.positional(), at("data-positional")),
            when(k.byDefault().isPresent(), at("data-default", k.byDefault().orElse(""))), when(k.required(), at("data-required")),
            kind instanceof Kind.Flag && plainFlag(k) ? el("label", cls("check"), control, text(" " + label))
                : all(group ? el("legend", cls("lab"), label) : el("label", at("for", id), text(label)), control),
            el("span", cls("hint"), at("id", id + "-h"), text(wrong.isEmpty() ? hint(c, k, kind, said.length > 1 ? said[1] : "") : wrong)));
    }

    /** What the script needs to know to write the command and the JSON. */
    private static String kind(Kind kind) {
        return switch (kind) {
            case Kind.Flag _ -> "flag";
            case Kind.Whole _, Kind.Real _ -> "number";
            case Kind.Words _, Kind.Choice _, Kind.Span _, Kind.Moment _, Kind.Location _ -> "words";
            case Kind.Hidden _ -> "secret";
            case Kind.Many(Kind.Whole _), Kind.Many(Kind.Real _) -> "numbers";
            case Kind.Many _ -> "many";
            case Kind.Keyed _ -> "keyed";
            case Kind.Nested _, Kind.OneOf _ -> "json";
            case Kind.Maybe(Kind inner) -> kind(inner);
        };
    }

    private static boolean wide(Kind kind, Component k) {
        return switch (kind) {
            case Kind.Nested _, Kind.OneOf _, Kind.Many _, Kind.Keyed _, Kind.Location _ -> true;
            case Kind.Words _ -> k.lines();
            case Kind.Flag _, Kind.Whole _, Kind.Real _, Kind.Choice _, Kind.Span _, Kind.Moment _, Kind.Hidden _, Kind.Maybe _ -> false;
        };
    }

    /** A flag that is off unless it is set; others have three or two named states. */
    private static boolean plainFlag(Component k) {
        return k.kind() instanceof Kind.Flag && k.byDefault().filter("true"::equals).isEmpty();
    }

    private static Html control(PageContext c, Component k, Kind kind, String id, List<String> given) {
        String value = given.isEmpty() ? "" : given.getFirst();
        return switch (kind) {
            case Kind.Flag _ -> plainFlag(k)
                ? el("input", at("type", "checkbox"), at("id", id), at("name", k.name()), at("value", "true"), when(value.equals("true"), at("checked")))
                : select(c, k, id, List.of("true", "false"), List.of(c.say("yes", "是"), c.say("no", "否")), value);
            case Kind.Whole _ -> number(c, k, id, value, "1");
            case Kind.Real _ -> number(c, k, id, value, "any");
            case Kind.Words _ when k.lines() -> el("textarea", at("id", id), at("name", k.name()), at("rows", "6"),
                at("spellcheck", "false"), required(k), described(id), text("\n" + value));
            case Kind.Words _ -> input(k, id, "text", value, Html.none());
            case Kind.Choice choice -> select(c, k, id, choice.names(), choice.names(), value);
            case Kind.Span _ -> input(k, id, "text", value, all(), at("placeholder", "90s, 1h30m"), at("pattern", "([0-9]+(ms|s|m|h|d))+|[Pp].+"));
            case Kind.Moment _ -> input(k, id, "text", value, all(), at("placeholder", "2026-01-31T09:30:00Z"));
            case Kind.Location _ -> input(k, id, "text", value, all(), at("placeholder", "/"), at("class", "mono"));
            case Kind.Hidden _ -> el("input", at("type", "password"), at("id", id), at("name", k.name()), at("autocomplete", "off"), required(k), described(id));
            case Kind.Many(Kind.Choice choice) -> el("span", cls("checks"), all(choice.names().stream().map(n -> el("label", cls("check"),
                el("input", at("type", "checkbox"), at("name", k.name()), at("value", n), when(given.contains(n), at("checked"))), text(" " + n)))));
            case Kind.Many _ -> several(k, id, given, "");
            case Kind.Keyed _ -> several(k, id, given, c.say("key=value", "键=值"));
            case Kind.Nested(Shape<?> shape) -> json(k, id, value, shape.components().stream().map(Component::name));
            case Kind.OneOf(Map<String, Shape<?>> cases) -> json(k, id, value, Stream.of("kind: " + String.join(" | ", cases.keySet())));
            case Kind.Maybe(Kind inner) -> control(c, k, inner, id, given);
        };
    }

    private static Part required(Component k) {
        return when(k.required(), at("required"));
    }

    private static Attribute described(String id) {
        return at("aria-describedby", id + "-h");
    }

    private static Html input(Component k, String id, String type, String value, Html none, Attribute... more) {
        Part[] parts = Stream.concat(Stream.of(at("type", type), at("id", id), at("name", k.name()), at("value", value),
            when(k.byDefault().isPresent() && Stream.of(more).noneMatch(m -> m.name().equals("placeholder")), at("placeholder", k.byDefault().orElse(""))),
            at("spellcheck", "false"), at("autocomplete", "off"), required(k), described(id), none), Stream.of(more)).toArray(Part[]::new);
        return el("input", parts);
    }

    private static Html number(PageContext c, Component k, String id, String value, String step) {
        Html input = el("input", at("type", "number"), at("id", id), at("name", k.name()), at("step", step), at("value", value),
            when(k.min() > Double.NEGATIVE_INFINITY, at("min", bound(k.min()))), when(k.max() < Double.POSITIVE_INFINITY, at("max", bound(k.max()))),
            when(k.byDefault().isPresent(), at("placeholder", k.byDefault().orElse(""))), required(k), described(id));
        return k.unit().isEmpty() ? input : el("span", cls("unit"), input, el("em", k.unit()));
    }

    private static String bound(double value) {
        return Double.isFinite(value) ? Chart.plain(value) : "0";
    }

    private static Html select(PageContext c, Component k, String id, List<String> values, List<String> labels, String chosen) {
        String selected = chosen.isEmpty() ? k.byDefault().orElse("") : chosen;
        return el("select", at("id", id), at("name", k.name()), required(k), described(id),
            when(k.byDefault().isEmpty(), el("option", at("value", ""), text(k.required() ? c.say("choose", "请选择") : "—"))),
            all(IntStream.range(0, values.size()).mapToObj(i -> el("option", at("value", values.get(i)),
                when(values.get(i).equals(selected), at("selected")), text(labels.get(i))))));
    }

    private static Html several(Component k, String id, List<String> given, String placeholder) {
        return el("span", cls("several"), at("data-several"), all(Stream.concat(given.stream().filter(g -> !g.isEmpty()), Stream.generate(() -> "").limit(LIST_FIELDS))
            .map(v -> el("input", at("type", "text"), at("name", k.name()), at("value", v), at("placeholder", placeholder), at("spellcheck", "false"),
                at("autocomplete", "off"), at("aria-label", k.option()), described(id)))));
    }

    private static Html json(Component k, String id, String value, Stream<String> properties) {
        return el("textarea", cls("mono"), at("id", id), at("name", k.name()), at("rows", "3"), at("spellcheck", "false"), required(k), described(id),
            at("placeholder", "{ " + String.join(", ", properties.toList()) + " }"), text("\n" + value));
    }

    /** What the label goes on to say, bounds, form and default in words. */
    private static String hint(PageContext c, Component k, Kind kind, String more) {
        StringBuilder hint = new StringBuilder(more);
        append(c, hint, c.say(k.range()));
        String form = switch (kind) {
            case Kind.Nested _, Kind.OneOf _ -> "JSON";
            case Kind.Hidden _ -> c.say("never shown, never in the command", "不会显示，也不会出现在命令中");
            case Kind.Many(Kind.Choice _) -> "";
            case Kind.Many _ -> c.say("one value a field", "每栏一个值");
            case Kind.Flag _, Kind.Whole _, Kind.Real _, Kind.Words _, Kind.Choice _, Kind.Span _, Kind.Moment _, Kind.Location _, Kind.Keyed _,
                 Kind.Maybe _ -> "";
        };
        append(c, hint, form);
        if (k.byDefault().isPresent() && !(kind instanceof Kind.Choice) && !(kind instanceof Kind.Flag)) {
            append(c, hint, c.say("default ", "默认 ") + k.byDefault().get());
        } else if (!k.required() && !(kind instanceof Kind.Flag) && !(kind instanceof Kind.Many(Kind.Choice _)) && k.byDefault().isEmpty()) {
            append(c, hint, c.say("may be empty", "可留空"));
        }
        return RecordHtml.sentence(hint.toString());
    }

    private static void append(PageContext c, StringBuilder hint, String more) {
        if (!more.isEmpty()) {
            hint.append(hint.isEmpty() ? "" : c.say(", ", "，")).append(more);
        }
    }
}
