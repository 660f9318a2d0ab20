package dev.anole.ops.collect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Series in the text format of Prometheus, version 0.0.4: families with HELP and TYPE, counters as the kernel has them
 * and not as rates, base units, labels escaped. What is worked out from other series is left to the reader.
 */
public final class PrometheusText {
    /** The media type of the format. */
    public static final String MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final Map<String, Family> families = new LinkedHashMap<>();

    /** One name with its series. */
    private record Family(Metric metric, List<String> lines) {
    }

    PrometheusText() {
    }

    static String of(Board board) {
        PrometheusText text = new PrometheusText();
        board.forEach(text::add);
        return text.toString();
    }

    void add(Metric metric, String label, double value, double total) {
        boolean counter = metric.form() == Metric.Form.RATE;
        double shown = counter ? total : value * metric.unit().base();
        if (metric.form() == Metric.Form.DERIVED || Double.isNaN(shown)) {
            return;
        }
        String name = metric.prometheusName();
        StringBuilder line = new StringBuilder(name);
        metric.label().ifPresent(l -> {
            line.append('{').append(l).append("=\"");
            escape(line, label, true);
            line.append("\"}");
        });
        line.append(' ').append(number(shown)).append('\n');
        families.computeIfAbsent(name, _ -> new Family(metric, new ArrayList<>())).lines.add(line.toString());
    }

    /** A whole number without its point, as other exporters write it. */
    private static String number(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            return Long.toString((long) value);
        }
        return Double.isInfinite(value) ? value > 0 ? "+Inf" : "-Inf" : Double.toString(value);
    }

    /** Backslash and line feed, and in a label's value the double quote. */
    static void escape(StringBuilder to, String text, boolean label) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\\' -> to.append("\\\\");
                case '\n' -> to.append("\\n");
                case '"' -> to.append(label ? "\\\"" : "\"");
                default -> to.append(c);
            }
        }
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(64 * 1024);
        families.forEach((name, family) -> {
            text.append("# HELP ").append(name).append(' ');
            escape(text, family.metric.meaning().en(), false);
            text.append("\n# TYPE ").append(name).append(' ')
                .append(family.metric.form() == Metric.Form.RATE ? "counter" : "gauge").append('\n');
            family.lines.forEach(text::append);
        });
        return text.toString();
    }
}
