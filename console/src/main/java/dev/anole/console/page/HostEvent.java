package dev.anole.console.page;

import static dev.anole.console.page.Html.all;
import static dev.anole.console.page.Html.cls;
import static dev.anole.console.page.Html.el;
import static dev.anole.console.page.Html.href;

import dev.anole.operation.Text;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;

/**
 * Something that happened to a host, for the lane below its charts.
 *
 * @param text    a few words: "orders restarted"
 * @param address the page that tells more, a path of the console
 */
public record HostEvent(Instant at, Kind kind, Text text, String address) {
    /** Most that one page carries; the newest are kept. */
    public static final int EVENTS_MAX = 60;

    /** What it was; each has its own shape. */
    public enum Kind {
        RESTART("M6 1l5 9.5H1z"), TASK("M6 2a4 4 0 1 0 0 8 4 4 0 0 0 0-8z"), CHANGE("M2 2h8v8H2z"), ALARM("M6 0l6 6-6 6-6-6z");

        private final Html sign;

        Kind(String path) {
            sign = Html.Constant.of("<svg viewBox=\"0 0 12 12\" aria-hidden=\"true\"><path fill=\"currentColor\" d=\"" + path + "\"/></svg>");
        }

        Html sign() {
            return sign;
        }
    }

    public HostEvent {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(address, "address");
    }

    Html html(PageContext c) {
        String time = Long.toString(at.toEpochMilli());
        return all(
            el("a", cls("ev " + kind.name().toLowerCase(Locale.ROOT)), href(address), Html.at("data-at", time),
                Html.at("aria-label", Moments.plain(c, at) + " " + c.say(text)), kind.sign()),
            el("span", cls("evtext hide-s"), Html.at("data-at", time), Html.text(c.say(text))));
    }
}
