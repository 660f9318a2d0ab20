package dev.anole.console.page;

import java.time.Instant;
import java.util.Objects;

/**
 * A line of the kernel's log. Its text is data of the host.
 *
 * @param level 0 (emergency) to 7 (debug), as in syslog(2)
 */
public record LogLine(Instant at, int level, String text) {
    /** Up to this level a line is a warning or worse. */
    public static final int WARNING = 4;

    public LogLine {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(text, "text");
    }
}
