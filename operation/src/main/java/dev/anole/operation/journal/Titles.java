package dev.anole.operation.journal;

/** Parts of titles, which are one line. */
final class Titles {
    private static final int CHARS_MAX = 120;

    private Titles() {
    }

    /** A text as one harmless piece of a line, cut where it is long. */
    static String cut(String text) {
        String line = Refusal.printable(text);
        return line.length() <= CHARS_MAX ? line : line.substring(0, CHARS_MAX) + "…";
    }
}
