package dev.anole.console.page;

import java.util.Objects;

/**
 * An attribute of an element. The name is ours; the value is data and is escaped where it is written.
 *
 * @param name  lower-case letters, digits, hyphens and a colon
 * @param value the value; empty is written as the bare name, as in {@code disabled}
 */
public record Attribute(String name, String value) implements Part {
    public Attribute {
        Objects.requireNonNull(value, "value");
        // A handler would need 'unsafe-inline', a style attribute likewise; our policy has neither.
        if (!plain(name) || name.startsWith("on") || name.equals("style")) {
            throw new IllegalArgumentException("not an attribute of our pages: " + name);
        }
        if ((name.equals("href") || name.equals("action") || name.equals("src")) && !local(value)) {
            throw new IllegalArgumentException("a link leaves the console: " + value);
        }
    }

    private static boolean plain(String name) {
        return !name.isEmpty() && name.chars().allMatch(c -> c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-');
    }

    /** Whether an address stays at this origin, whatever a name from the host has been put into it. */
    private static boolean local(String address) {
        return address.startsWith("#") || address.startsWith("?")
            || address.startsWith("/") && !address.startsWith("//") && !address.startsWith("/\\");
    }
}
