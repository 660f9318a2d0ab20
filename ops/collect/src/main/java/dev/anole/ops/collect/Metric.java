package dev.anole.ops.collect;

import dev.anole.operation.Text;
import java.util.Objects;
import java.util.Optional;

/**
 * One thing that is measured: {@code cpu.user}, {@code disk.read.latency}. A metric without a label is one series; one
 * with a label is a series for each device, mount or group: {@code disk.read.latency{vda}}.
 *
 * @param id           words of lower-case letters and digits with dots between
 * @param label        what its series are told apart by, such as {@code device}; empty where there is one series
 * @param unit         of its values
 * @param form         how the values come about
 * @param scale        for a rate, how many of {@code unit} one step of the kernel's counter is, in one second
 * @param everySeconds how often it is read at most; dear sources are read more rarely than every second
 * @param source       the kernel's file or call
 * @param meaning      one line
 */
public record Metric(String id, Optional<String> label, Unit unit, Form form, double scale, int everySeconds,
                     String source, Text meaning) {
    /** How values come about. */
    public enum Form {
        /** A value of this moment. */
        LEVEL,
        /** What a counter of the kernel's gained, per second. Prometheus gets the counter itself. */
        RATE,
        /** A sum or share worked out from other series. Prometheus works it out from those. */
        DERIVED
    }

    public Metric {
        Objects.requireNonNull(label, "label");
        Objects.requireNonNull(unit, "unit");
        Objects.requireNonNull(form, "form");
        Objects.requireNonNull(meaning, "meaning");
        if (id.isEmpty() || !id.chars().allMatch(c -> c == '.' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9')) {
            throw new IllegalArgumentException("not a metric's id: " + id);
        }
        if (everySeconds < 1 || !(scale > 0)) {
            throw new IllegalArgumentException(id + " is read every " + everySeconds + " s, scaled by " + scale);
        }
    }

    static Metric level(String id, Unit unit, String source, String en, String zh) {
        return new Metric(id, Optional.empty(), unit, Form.LEVEL, 1, 1, source, Text.of(en, zh));
    }

    /** @param scale how many of {@code unit} one step of the counter is */
    static Metric rate(String id, Unit unit, double scale, String source, String en, String zh) {
        return new Metric(id, Optional.empty(), unit, Form.RATE, scale, 1, source, Text.of(en, zh));
    }

    static Metric derived(String id, Unit unit, String source, String en, String zh) {
        return new Metric(id, Optional.empty(), unit, Form.DERIVED, 1, 1, source, Text.of(en, zh));
    }

    /** The same with a series for each of these. */
    Metric per(String label) {
        return new Metric(id, Optional.of(label), unit, form, scale, everySeconds, source, meaning);
    }

    /** The same over all of those that {@link #per} tells apart. */
    Metric inAll() {
        return new Metric(id, Optional.empty(), unit, Form.DERIVED, 1, everySeconds, source,
            Text.of(meaning.en() + ", in all", meaning.zh() + "，合计"));
    }

    /** The same, read more rarely. */
    Metric every(int seconds) {
        return new Metric(id, label, unit, form, scale, seconds, source, meaning);
    }

    /** The id of one of its series: {@code disk.read.latency{vda}}. Control characters in the label become {@code ?}. */
    public String series(String of) {
        return id + "{" + Printable.line(of, LABEL_CHARS_MAX) + "}";
    }

    private static final int LABEL_CHARS_MAX = 256;

    /** What Prometheus calls it: {@code anole_disk_read_bytes_total}. */
    public String prometheusName() {
        String stem = "anole_" + id.replace('.', '_');
        return switch (form) {
            case RATE -> with(stem, unit.counterSuffix()) + "_total";
            case LEVEL, DERIVED -> with(stem, unit.levelSuffix());
        };
    }

    private static String with(String stem, String suffix) {
        return suffix.isEmpty() || stem.endsWith("_" + suffix) ? stem : stem + "_" + suffix;
    }

    /** A counter of this metric in Prometheus's base unit. */
    double total(long raw) {
        return raw * (scale * unit.base());
    }
}
