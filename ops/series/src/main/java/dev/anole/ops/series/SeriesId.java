package dev.anole.ops.series;

import java.nio.charset.StandardCharsets;

/**
 * The name of one series: a metric, and labels that tell its instances apart, as in {@code disk.read.bytes{sda}}.
 * Labels are any text (a device, a cgroup path, a process name); the store does not look into them.
 * In text and on disk an id is {@code metric}, or {@code metric{labels}}, in UTF-8, at most {@value #MAX_BYTES} bytes.
 *
 * @param metric not empty, without braces or control characters
 * @param labels empty where the metric has one instance
 */
public record SeriesId(String metric, String labels) implements Comparable<SeriesId> {
    /** The longest id in bytes of UTF-8. */
    public static final int MAX_BYTES = 255;

    public SeriesId {
        if (metric.isEmpty() || metric.chars().anyMatch(c -> c == '{' || c == '}' || Character.isISOControl(c))) {
            throw new IllegalArgumentException("a metric's name is not empty and has no braces or control characters: '" + metric + "'");
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(metric + labels)) {
            throw new IllegalArgumentException("a series' name has half a surrogate pair, so it has no UTF-8 form");
        }
        int length = text(metric, labels).getBytes(StandardCharsets.UTF_8).length;
        if (length > MAX_BYTES) {
            throw new IllegalArgumentException("a series' name has " + length + " bytes, at most " + MAX_BYTES + " are kept; shorten its labels: "
                + metric);
        }
    }

    /** A metric that has one instance. */
    public static SeriesId of(String metric) {
        return new SeriesId(metric, "");
    }

    /** One instance of a metric. */
    public static SeriesId of(String metric, String labels) {
        return new SeriesId(metric, labels);
    }

    /**
     * Reads {@code metric} or {@code metric{labels}}.
     *
     * @throws IllegalArgumentException if it is neither
     */
    public static SeriesId parse(String text) {
        int brace = text.indexOf('{');
        if (brace < 0) {
            return of(text);
        }
        if (!text.endsWith("}") || brace + 2 > text.length() - 1) {
            throw new IllegalArgumentException("a series is metric or metric{labels}, not '" + text + "'");
        }
        return new SeriesId(text.substring(0, brace), text.substring(brace + 1, text.length() - 1));
    }

    private static String text(String metric, String labels) {
        return labels.isEmpty() ? metric : metric + "{" + labels + "}";
    }

    byte[] utf8() {
        return toString().getBytes(StandardCharsets.UTF_8);
    }

    static SeriesId ofUtf8(byte[] bytes, int length) {
        return parse(new String(bytes, 0, length, StandardCharsets.UTF_8));
    }

    @Override
    public int compareTo(SeriesId other) {
        return toString().compareTo(other.toString());
    }

    /** {@code metric} or {@code metric{labels}}. */
    @Override
    public String toString() {
        return text(metric, labels);
    }
}
