package dev.anole.console.page;

import java.util.Objects;

/**
 * An order of rows, written {@code -cpu} or {@code command}.
 *
 * @param key        the column
 * @param descending largest first
 */
public record Sort(String key, boolean descending) {
    public Sort {
        Objects.requireNonNull(key, "key");
    }

    /** Reads what stands in an address; {@code otherwise} for what is no order. */
    public static Sort of(String written, Sort otherwise) {
        String key = written.startsWith("-") ? written.substring(1) : written;
        return key.isEmpty() || !key.chars().allMatch(c -> c >= 'a' && c <= 'z') ? otherwise : new Sort(key, written.startsWith("-"));
    }

    @Override
    public String toString() {
        return (descending ? "-" : "") + key;
    }
}
