package dev.anole.launch;

import java.util.Locale;

/**
 * What a JVM of Anole is started for. Each role has a file of flags and a start-up cache of its own; the script
 * {@code run} chooses among them by the command's first word.
 */
public enum Role {
    /** A command that is done in a moment. */
    CLI,
    /** {@code anole up} and {@code anole agent}: collects, and acts on the host. */
    AGENT,
    /** {@code anole console}: serves pages, without rights of its own. */
    CONSOLE;

    /** The role's name as files bear it: {@code cli}, {@code agent}, {@code console}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
