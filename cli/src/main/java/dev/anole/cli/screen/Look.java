package dev.anole.cli.screen;

import dev.anole.operation.Language;
import java.time.ZoneId;
import java.util.Objects;

/**
 * How text is shown: to whom, and on what.
 *
 * @param language the person's
 * @param colours  whether styles are written
 * @param columns  the width that lines are broken at; {@link #UNBROKEN} where nobody looks, as in a pipe
 * @param zone     the zone of times
 */
public record Look(Language language, boolean colours, int columns, ZoneId zone) {
    /** Lines are not broken, cells are not cut. */
    public static final int UNBROKEN = Integer.MAX_VALUE;
    private static final int COLUMNS_MIN = 20;

    public Look {
        Objects.requireNonNull(language, "language");
        Objects.requireNonNull(zone, "zone");
        columns = Math.max(COLUMNS_MIN, columns);
    }

    /** Whether somebody looks at a screen of a certain width. */
    public boolean broken() {
        return columns != UNBROKEN;
    }

    String style(Style style, String text) {
        return style.on(text, colours);
    }

    Look narrower(int by) {
        return broken() ? new Look(language, colours, columns - by, zone) : this;
    }
}
