package dev.anole.console.page;

import static dev.anole.console.page.Html.all;
import static dev.anole.console.page.Html.at;
import static dev.anole.console.page.Html.cls;
import static dev.anole.console.page.Html.el;
import static dev.anole.console.page.Html.none;
import static dev.anole.console.page.Html.text;
import static dev.anole.console.page.Html.when;

import dev.anole.operation.Component;
import dev.anole.operation.Kind;
import dev.anole.operation.Secret;
import dev.anole.operation.Shape;
import dev.anole.operation.Spans;
import dev.anole.operation.Text;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Draws any record from its {@link Shape}: what is one value as facts, what is a record as a part with a heading, what is
 * a list of records as a table. An output needs nothing more than its declaration to look well.
 */
final class RecordHtml {
    /** Rows of a table that are written at most; more is for JSON. */
    static final int ROWS_MAX = 1000;
    /** Values of a plain list that stand in the open; a longer one folds. */
    private static final int LISTED = 12;
    /** Records in records deeper than this are written as JSON would name them, without a further table. */
    private static final int DEPTH_MAX = 4;

    private RecordHtml() {
    }

    static Html record(PageContext c, Record record) {
        return record(c, record, 0);
    }

    private static Html record(PageContext c, Record record, int depth) {
        List<Html> facts = new ArrayList<>();
        List<Html> parts = new ArrayList<>();
        for (Component component : Shape.of(record.getClass()).components()) {
            Optional<?> value = present(component.value(record));
            if (value.isEmpty()) {
                continue;
            }
            if (simple(component.kind())) {
                facts.add(el("div", el("dt", sentence(c.say(component.label()))), el("dd", value(c, component, value.get()))));
            } else {
                parts.add(el("section", cls("part"), el(depth == 0 ? "h3" : "h4", cls("t"), sentence(c.say(component.label()))),
                    part(c, component, value.get(), depth + 1)));
            }
        }
        return all(facts.isEmpty() ? none() : el("dl", cls("facts-list"), all(facts)), all(parts));
    }

    /** A label as a heading: with a capital. */
    static String sentence(String label) {
        return label.isEmpty() || !Character.isLowerCase(label.charAt(0)) || label.startsWith("iowait") ? label
            : Character.toUpperCase(label.charAt(0)) + label.substring(1);
    }

    private static Optional<?> present(Object value) {
        return value instanceof Optional<?> o ? o : Optional.of(value);
    }

    /** Whether a value fits on one line. */
    private static boolean simple(Kind kind) {
        return switch (kind) {
            case Kind.Flag _, Kind.Whole _, Kind.Real _, Kind.Words _, Kind.Choice _, Kind.Span _, Kind.Moment _, Kind.Location _,
                 Kind.Hidden _ -> true;
            case Kind.Maybe(Kind inner) -> simple(inner);
            case Kind.Many(Kind element) -> simple(element);
            case Kind.Nested(Shape<?> shape) -> shape.type() == Text.class;
            case Kind.Keyed(Kind _), Kind.OneOf(Map<String, Shape<?>> _) -> false;
        };
    }

    private static Html part(PageContext c, Component component, Object value, int depth) {
        return switch (value) {
            case Record r when depth < DEPTH_MAX -> record(c, r, depth);
            case List<?> list when list.isEmpty() -> el("p", cls("faint"), c.say("None", "无"));
            case List<?> list when list.getFirst() instanceof Record && sameShape(list) -> table(c, Shape.of(records(list).getFirst().getClass()), records(list));
            case List<?> list when list.getFirst() instanceof Record && depth < DEPTH_MAX ->
                el("ul", cls("list"), all(records(list).stream().limit(ROWS_MAX).map(r -> el("li", kindOf(r), record(c, r, depth)))));
            case Map<?, ?> map -> el("dl", cls("facts-list"), all(map.entrySet().stream().limit(ROWS_MAX).map(e ->
                el("div", el("dt", cls("mono"), e.getKey().toString()), el("dd", scalar(c, e.getValue(), component.unit()))))));
            default -> text(value.toString());
        };
    }

    /** The case of a sealed interface, by its name. */
    private static Html kindOf(Record r) {
        return el("strong", sentence(Kind.OneOf.nameOf(r.getClass()).replace('-', ' ')));
    }

    private static boolean sameShape(List<?> list) {
        return list.stream().map(Object::getClass).distinct().count() == 1;
    }

    private static List<Record> records(List<?> list) {
        return list.stream().map(Record.class::cast).toList();
    }

    /** Records as rows; headings sort in the browser. */
    static Html table(PageContext c, Shape<?> shape, List<? extends Record> rows) {
        List<Component> columns = shape.components().stream().filter(k -> worth(k, rows)).toList();
        Html more = rows.size() <= ROWS_MAX ? none() : el("p", cls("faint"),
            c.say("The first " + Figures.count(ROWS_MAX) + " of " + Figures.count(rows.size()) + "; JSON has all.",
                "前 " + Figures.count(ROWS_MAX) + " 行，共 " + Figures.count(rows.size()) + " 行；JSON 中有全部。"));
        return all(el("div", cls("scroll"), at("tabindex", "0"), at("role", "region"), at("aria-label", c.say("Table", "表格")),
            el("table", cls("rows"), at("data-sortable"),
                el("thead", el("tr", all(columns.stream().map(k -> el("th", at("scope", "col"), when(numeric(k.kind()), cls("num")),
                    el("button", at("type", "button"), text(sentence(c.say(k.label())))))))),
                el("tbody", all(rows.stream().limit(ROWS_MAX).map(r -> el("tr", all(columns.stream().map(k -> cell(c, k, k.value(r))))))))))), more);
    }

    /** A column in which no row has anything is left out. */
    private static boolean worth(Component column, List<? extends Record> rows) {
        return rows.isEmpty() || rows.stream().limit(ROWS_MAX).map(column::value).anyMatch(v -> switch (v) {
            case Optional<?> o -> o.isPresent();
            case List<?> l -> !l.isEmpty();
            case Map<?, ?> m -> !m.isEmpty();
            case String s -> !s.isEmpty();
            case Double d -> Double.isFinite(d);
            default -> true;
        });
    }

    private static Html cell(PageContext c, Component column, Object value) {
        Optional<?> present = present(value);
        if (numeric(column.kind())) {
            double raw = present.map(RecordHtml::measure).orElse(Double.NaN);
            return el("td", cls("num"), when(Double.isFinite(raw), at("data-v", Chart.plain(raw))),
                present.<Html>map(v -> value(c, column, v)).orElse(text("—")));
        }
        return present.<Html>map(v -> el("td", value(c, column, v))).orElse(el("td", cls("faint"), "—"));
    }

    private static double measure(Object value) {
        return switch (value) {
            case Number n -> n.doubleValue();
            case Duration d -> d.toNanos() / 1e9;
            default -> Double.NaN;
        };
    }

    static boolean numeric(Kind kind) {
        return switch (kind) {
            case Kind.Whole _, Kind.Real _, Kind.Span _ -> true;
            case Kind.Maybe(Kind inner) -> numeric(inner);
            case Kind.Flag _, Kind.Words _, Kind.Choice _, Kind.Moment _, Kind.Location _, Kind.Hidden _, Kind.Nested _, Kind.Many _,
                 Kind.Keyed _, Kind.OneOf _ -> false;
        };
    }

    /** One value in its component's unit. */
    static Html value(PageContext c, Component component, Object value) {
        // A process or user id is a name that happens to be a number, and an MTU is written as ip(8) writes it: no thousands.
        if (value instanceof Number n && component.unit().isEmpty() && identifies(component.name())) {
            return text(n.toString());
        }
        return scalar(c, value, component.unit());
    }

    private static boolean identifies(String name) {
        String lower = name.toLowerCase(java.util.Locale.ROOT);
        return lower.equals("pid") || lower.endsWith("pid") || lower.endsWith("id") || lower.equals("parent") || lower.endsWith("port")
            || lower.endsWith("inode") || lower.endsWith("major") || lower.endsWith("minor")
            || lower.startsWith("mtu");
    }

    private static Html scalar(PageContext c, Object value, String unit) {
        return switch (value) {
            case Optional<?> o -> o.<Html>map(v -> scalar(c, v, unit)).orElse(text("—"));
            case Number n -> text(Figures.of(n.doubleValue(), unit, c.language()));
            case Boolean b -> text(b ? c.say("yes", "是") : c.say("no", "否"));
            case Duration d -> el("span", at("title", Spans.format(d)), text(Figures.span(d, c.language())));
            case Instant i -> Moments.time(c, i);
            case Enum<?> e -> text(Kind.Choice.nameOf(e).replace('-', ' '));
            case java.nio.file.Path p -> Layout.mono(p.toString());
            case Secret s -> text(s.toString());
            case Text t -> text(c.say(t));
            case Record r -> inline(c, r);
            case List<?> list -> listed(c, list, unit);
            case Map<?, ?> map -> el("span", all(map.entrySet().stream().limit(LISTED).map(e ->
                all(Layout.mono(e.getKey() + "="), scalar(c, e.getValue(), unit), text(" ")))));
            default -> text(value.toString());
        };
    }

    /** A record in a table's cell: its own few words. */
    private static Html inline(PageContext c, Record r) {
        return el("span", all(Shape.of(r.getClass()).components().stream().filter(k -> present(k.value(r)).isPresent())
            .map(k -> all(el("span", cls("faint"), c.say(k.label()) + " "), value(c, k, present(k.value(r)).orElseThrow()), text("  ")))));
    }

    private static Html listed(PageContext c, List<?> list, String unit) {
        if (list.isEmpty()) {
            return text("—");
        }
        Html values = all(list.stream().limit(ROWS_MAX).map(v -> el("span", cls("item"), scalar(c, v, unit))));
        return list.size() <= LISTED ? el("span", cls("items"), values)
            : el("details", el("summary", Figures.count(list.size())), el("span", cls("items"), values));
    }
}
