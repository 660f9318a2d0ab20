package dev.anole.operation;

import java.security.MessageDigest;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * A value that is used and never shown: a password, a token, a key. It has no accessor that a log, a template or a JSON
 * writer would find, and prints as dots. On a command line it comes from a file, standard input or a prompt, never from
 * the arguments, which every process can read.
 */
public final class Secret {
    /** What stands in its place wherever it would be shown. */
    public static final String SHOWN = "••••••";

    private final String value;

    private Secret(String value) {
        this.value = value;
    }

    public static Secret of(String value) {
        return new Secret(Objects.requireNonNull(value, "value"));
    }

    /** The value itself, for the one who uses it. */
    public String reveal() {
        return value;
    }

    public boolean isEmpty() {
        return value.isEmpty();
    }

    /** Compares in time that does not depend on where the two differ. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Secret s
            && MessageDigest.isEqual(value.getBytes(StandardCharsets.UTF_8), s.value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public int hashCode() {
        return Secret.class.hashCode();
    }

    @Override
    public String toString() {
        return SHOWN;
    }
}
