package dev.anole.cli.screen;

import java.util.ArrayList;
import java.util.List;

/** Breaks lines at spaces and between Chinese characters, so that none is wider than the screen. */
final class Wrap {
    private Wrap() {
    }

    /** The text as lines of at most so many columns; at least one line. */
    static List<String> lines(String text, int columns) {
        int most = Math.max(2, columns);
        if (Width.of(text) <= most) {
            return List.of(text);
        }
        List<String> lines = new ArrayList<>();
        int from = 0;
        while (from < text.length()) {
            int end = Width.fit(text, from, most);
            if (end < text.length()) {
                end = breakBefore(text, from, end);
            }
            lines.add(text.substring(from, end).stripTrailing());
            from = end;
            while (from < text.length() && text.charAt(from) == ' ') {
                from++;
            }
        }
        return lines;
    }

    /** The last place to break in {@code from..end}, or {@code end} itself when a single word is longer than a line. */
    private static int breakBefore(String text, int from, int end) {
        if (text.charAt(end) == ' ') {
            return end;
        }
        for (int i = end; i > from; ) {
            int before = text.codePointBefore(i);
            if (before == ' ') {
                return i;
            }
            // Between two wide characters a line may end, but not before closing punctuation.
            if (i < text.length() && Width.of(before) == 2 && "，。；：、）》”！？".indexOf(text.charAt(i)) < 0) {
                return i;
            }
            i -= Character.charCount(before);
        }
        int hard = end > from ? end : from + Character.charCount(text.codePointAt(from));
        return hard;
    }

    /** The text cut to so many columns, with an ellipsis when something is missing. */
    static String cut(String text, int columns) {
        if (Width.of(text) <= columns) {
            return text;
        }
        return columns < 1 ? "" : text.substring(0, Width.fit(text, 0, columns - 1)) + "…";
    }

    /** The text with spaces behind it up to so many columns. */
    static String left(String text, int columns) {
        return text + " ".repeat(Math.max(0, columns - Width.of(text)));
    }

    /** The text with spaces before it up to so many columns. */
    static String right(String text, int columns) {
        return " ".repeat(Math.max(0, columns - Width.of(text))) + text;
    }
}
