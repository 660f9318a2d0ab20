package dev.anole.operation;

import java.util.Objects;

/**
 * A sentence or a label in the two languages that Anole speaks.
 *
 * @param en English
 * @param zh simplified Chinese
 */
public record Text(String en, String zh) {
    public Text {
        Objects.requireNonNull(en, "en");
        Objects.requireNonNull(zh, "zh");
    }

    public static Text of(String en, String zh) {
        return new Text(en, zh);
    }

    /** A text that is the same in both languages: a name, a number, a path. */
    public static Text same(String text) {
        return new Text(text, text);
    }

    /** The text in the language that a person asked for. */
    public String in(Language language) {
        return switch (language) {
            case ENGLISH -> en;
            case CHINESE -> zh;
        };
    }

    @Override
    public String toString() {
        return en;
    }
}
