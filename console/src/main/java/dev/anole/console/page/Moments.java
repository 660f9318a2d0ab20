package dev.anole.console.page;

import static dev.anole.console.page.Html.at;
import static dev.anole.console.page.Html.el;
import static dev.anole.console.page.Html.text;

import dev.anole.operation.Language;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.util.Locale;

/** Points in time as people read them, in the zone that they chose. */
final class Moments {
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final DateTimeFormatter MINUTES = DateTimeFormatter.ofPattern("HH:mm");
    private static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy-MM-dd");
    private static final DateTimeFormatter WHOLE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private Moments() {
    }

    /** 14:32:06 today, 2026-01-31 14:32:06 on another day; the exact instant stands in the markup. */
    static Html time(PageContext c, Instant at) {
        return el("time", at("datetime", at.toString()), text(plain(c, at)));
    }

    /** The same without markup, for a label. */
    static String plain(PageContext c, Instant at) {
        ZonedDateTime local = at.atZone(c.look().zone());
        return (local.toLocalDate().equals(today(c)) ? CLOCK : WHOLE).format(local);
    }

    /** 14:32, under a heading that names the day. */
    static Html ofDay(PageContext c, Instant at) {
        return el("time", at("datetime", at.toString()), text(MINUTES.format(at.atZone(c.look().zone()))));
    }

    /** 14:34:11.903. */
    static Html precise(PageContext c, Instant at) {
        ZonedDateTime local = at.atZone(c.look().zone());
        boolean today = local.toLocalDate().equals(today(c));
        return el("time", at("datetime", at.toString()), text((today ? "" : DAY.format(local) + " ") + MILLIS.format(local)));
    }

    static LocalDate today(PageContext c) {
        return c.now().atZone(c.look().zone()).toLocalDate();
    }

    static LocalDate day(PageContext c, Instant at) {
        return at.atZone(c.look().zone()).toLocalDate();
    }

    /** "Today", "Yesterday", or the date. */
    static String dayName(PageContext c, LocalDate day) {
        LocalDate today = today(c);
        if (day.equals(today)) {
            return c.say("Today", "今天");
        }
        if (day.equals(today.minusDays(1))) {
            return c.say("Yesterday", "昨天");
        }
        return DAY.format(day);
    }

    /** "12 s ago". */
    static String ago(PageContext c, Instant at) {
        String span = Figures.span(Duration.between(at, c.now()), c.language());
        return c.say(span + " ago", span + "前");
    }

    /** What the zone is called: "China Standard Time", "UTC". */
    static String zoneName(PageContext c) {
        ZoneId zone = c.look().zone();
        if (zone.normalized().equals(ZoneId.of("UTC").normalized()) || zone.getId().equals("Etc/UTC")) {
            return "UTC";
        }
        return zone.getDisplayName(TextStyle.FULL, c.language() == Language.CHINESE ? Locale.SIMPLIFIED_CHINESE : Locale.ENGLISH);
    }
}
