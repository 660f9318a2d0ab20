package dev.anole.console.page;

import static dev.anole.console.page.Html.all;
import static dev.anole.console.page.Html.at;
import static dev.anole.console.page.Html.cls;
import static dev.anole.console.page.Html.el;
import static dev.anole.console.page.Html.text;
import static dev.anole.console.page.Html.when;

import dev.anole.operation.Text;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * A chart as the page declares it. The page carries its name, its key with the values of now, and which series it shows;
 * {@code console.js} fetches history, draws, and keeps the values true.
 *
 * @param name   what it shows, for people who cannot see it
 * @param form   how curves lie to each other
 * @param unit   of the values: {@code %}, {@code B}, {@code B/s}, {@code bit/s}, {@code ms}, {@code /s}, or empty
 * @param top    where the axis ends when there is a capacity; otherwise at a round figure above the data
 * @param least  the axis never ends below this, so that noise does not look like trouble
 * @param limit  a dashed line: from here on it needs a person
 * @param peak   the series whose largest values are drawn over a stack of averages; empty for none
 * @param curves at most six, in stacking order
 */
record Chart(Text name, Form form, String unit, OptionalDouble top, double least, OptionalDouble limit, String peak, List<Curve> curves) {
    /** How curves lie to each other. */
    enum Form {
        /** One upon the other. */
        STACK,
        /** The first up, the second down. */
        MIRROR,
        /** Each from zero. */
        LINES
    }

    /**
     * One curve of a chart.
     *
     * @param colour 1 to 6, the place in the palette
     * @param series what is added up
     * @param scale  what the sum is multiplied with to be in the chart's unit
     */
    record Curve(int colour, Text label, List<String> series, double scale) {
        Curve {
            series = List.copyOf(series);
            if (colour < 1 || colour > CURVES_MAX) {
                throw new IllegalArgumentException("no such colour: " + colour);
            }
        }

        double now(Readings readings) {
            return readings.now(series) * scale;
        }
    }

    /** Past six curves nobody tells them apart. */
    static final int CURVES_MAX = 6;

    Chart {
        curves = List.copyOf(curves);
        if (curves.size() > CURVES_MAX || form == Form.MIRROR && curves.size() != 2) {
            throw new IllegalArgumentException("too many curves for " + name.en());
        }
    }

    static Curve curve(int colour, String en, String zh, String... series) {
        return new Curve(colour, Text.of(en, zh), List.of(series), 1);
    }

    /** The same curve in another unit: bits out of bytes. */
    static Curve scaled(double scale, Curve curve) {
        return new Curve(curve.colour(), curve.label(), curve.series(), scale);
    }

    /**
     * Key and plot; the key stands above the plot in stacking order, with values.
     *
     * @param before a word before the key on narrow screens, where columns have no headings
     */
    Html html(PageContext c, Readings readings, String before) {
        return all(
            el("div", cls("key"), when(!before.isEmpty(), el("span", cls("lab"), before)), all(curves.stream().map(k -> el("span", el("i", cls("k" + k.colour())), text(c.say(k.label()) + " "),
                    el("b", Figures.of(k.now(readings), unit, c.language()))))),
                el("span", cls("max"), top.isPresent() ? Figures.of(top.getAsDouble(), unit, c.language()) : ""),
                el("button", cls("totable"), at("type", "button"), at("aria-haspopup", "dialog"),
                    at("aria-label", c.say("Table: ", "表格：") + c.say(name)), Icon.TABLE.html())),
            el("div", cls("plotbox"), at("role", "img"), at("aria-label", c.say(name)),
                at("data-form", form.name().toLowerCase(Locale.ROOT)),
                when(!unit.isEmpty(), at("data-unit", unit)),
                when(top.isPresent(), at("data-top", plain(top.orElse(0)))),
                when(least > 0, at("data-least", plain(least))),
                when(!peak.isEmpty(), at("data-peak", peak)),
                when(limit.isPresent(), at("data-limit", plain(limit.orElse(0)))),
                at("data-curves", curves.stream().map(k -> "[" + k.colour() + "," + list(k.series()) + ","
                    + quoted(c.say(k.label())) + "," + plain(k.scale()) + "]").collect(Collectors.joining(",", "[", "]"))),
                el("svg", at("aria-hidden", "true")), el("span", cls("xh"))));
    }

    /** Series ids as the JSON of an attribute. */
    static String list(List<String> series) {
        return series.stream().map(Chart::quoted).collect(Collectors.joining(",", "[", "]"));
    }

    static String plain(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15 ? Long.toString((long) value) : Double.toString(value);
    }

    /** A string in the JSON of an attribute. */
    static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char ch = text.charAt(i);
            if (ch == '"' || ch == '\\') {
                json.append('\\').append(ch);
            } else if (ch < 0x20) {
                json.append(String.format(Locale.ROOT, "\\u%04x", (int) ch));
            } else {
                json.append(ch);
            }
        }
        return json.append('"').toString();
    }
}
