package dev.anole.console.page;

import static dev.anole.console.page.Html.all;
import static dev.anole.console.page.Html.at;
import static dev.anole.console.page.Html.cls;
import static dev.anole.console.page.Html.el;
import static dev.anole.console.page.Html.text;

import dev.anole.operation.Text;
import java.time.Duration;
import java.util.stream.Stream;

/** How far back charts look, as in {@code ?range=1h}. What is zoomed carries {@code ?from=…&to=…} instead. */
public enum Range {
    MINUTES_15("15m", Duration.ofMinutes(15), Text.of("15 min", "15 分钟")),
    HOUR("1h", Duration.ofHours(1), Text.of("1 h", "1 小时")),
    HOURS_6("6h", Duration.ofHours(6), Text.of("6 h", "6 小时")),
    DAY("24h", Duration.ofHours(24), Text.of("24 h", "24 小时")),
    DAYS_7("7d", Duration.ofDays(7), Text.of("7 d", "7 天")),
    DAYS_30("30d", Duration.ofDays(30), Text.of("30 d", "30 天"));

    private final String written;
    private final Duration length;
    private final Text label;

    Range(String written, Duration length, Text label) {
        this.written = written;
        this.length = length;
        this.label = label;
    }

    /** As in an address; 15 minutes for what is none. */
    public static Range of(String written) {
        return Stream.of(values()).filter(r -> r.written.equals(written)).findFirst().orElse(MINUTES_15);
    }

    public Duration length() {
        return length;
    }

    /** The control in a page's head: ranges, a pick of two moments, and the switch of the live picture. */
    static Html control(PageContext c, Range chosen) {
        return all(
            el("div", cls("seg"), at("role", "group"), at("aria-label", c.say("Time range", "时间范围")), at("data-range"),
                all(Stream.of(values()).map(r -> el("button", at("type", "button"), at("value", r.written),
                    at("data-s", Long.toString(r.length.toSeconds())), at("aria-pressed", Boolean.toString(r == chosen)),
                    text(c.say(r.label))))),
                el("button", at("type", "button"), at("popovertarget", "pick"), text(c.say("Pick", "自选")))),
            el("button", cls("live"), at("type", "button"), at("aria-pressed", "true"), at("data-live"),
                el("i"), el("span", c.say("Live, 1 s", "实时 1 秒"))),
            el("form", cls("float pickform"), at("id", "pick"), at("popover"), at("data-pick"),
                el("label", text(c.say("From", "从")), el("input", at("type", "datetime-local"), at("name", "from"), at("required"))),
                el("label", text(c.say("To", "到")), el("input", at("type", "datetime-local"), at("name", "to"), at("required"))),
                el("p", cls("faint"), Moments.zoneName(c)),
                el("button", cls("btn go"), c.say("Show", "显示"))));
    }
}
