package dev.anole.operation;

import java.util.Locale;

/** The languages of the doors. */
public enum Language {
    ENGLISH("en"), CHINESE("zh");

    private final String tag;

    Language(String tag) {
        this.tag = tag;
    }

    /** The BCP 47 primary tag, as in {@code <html lang>}. */
    public String tag() {
        return tag;
    }

    /** The language for a locale such as {@code zh_CN.UTF-8} or an Accept-Language range; English where unsure. */
    public static Language of(String locale) {
        return locale.strip().toLowerCase(Locale.ROOT).startsWith("zh") ? CHINESE : ENGLISH;
    }
}
