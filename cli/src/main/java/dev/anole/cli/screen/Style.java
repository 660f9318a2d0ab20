package dev.anole.cli.screen;

/**
 * What a piece of text is, which a terminal with colours shows. Colour is never the only sign: what is added has a plus,
 * what is short of something says so in words.
 */
public enum Style {
    /** As it is. */
    NONE(""),
    /** A heading, the head of a table. */
    HEADING("1"),
    /** A label beside a value, a note. */
    FAINT("2"),
    /** An added line; something that works. */
    ADDED("32"),
    /** A removed line; an error. */
    REMOVED("31"),
    /** What needs a person. */
    WARNING("33"),
    /** What can be typed. */
    CODE("36");

    private final String sgr;

    Style(String sgr) {
        this.sgr = sgr;
    }

    /** The text with the codes of ECMA-48 (SGR) around it, or as it is where colours are off. */
    public String on(String text, boolean colours) {
        return colours && !sgr.isEmpty() && !text.isEmpty() ? "\u001b[" + sgr + "m" + text + "\u001b[0m" : text;
    }
}
