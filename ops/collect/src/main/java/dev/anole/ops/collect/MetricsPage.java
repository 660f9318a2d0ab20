package dev.anole.ops.collect;

import java.util.List;

/** The page that lists all metrics, {@code docs/metrics.md}: written from the code, so that it cannot differ from it. */
final class MetricsPage {
    private MetricsPage() {
    }

    static String of(List<Metric> metrics) {
        StringBuilder page = new StringBuilder("""
            # Metrics

            This page is written from the code (`MetricsPage`); a test compares them.

            A **series** is a metric, or a metric with the one it is about in braces: `cpu.user`, `disk.read.latency{vda}`. A value
            that is not known at a moment is absent: a gap, never a zero. Rates are per second over the time between two
            readings, on the monotonic clock; a counter that goes backwards (it wrapped, or its device was replaced) gives a gap.
            Where a metric stands twice, once without a label, that one is the sum.

            `host metrics` and `/metrics` give Prometheus the kernel's counters themselves (`_total`), in base units: seconds,
            bytes, ratios. What is worked out from others (—) is left to the reader.

            | series | unit | every | Prometheus | source | what it is | 含义 |
            |---|---|---|---|---|---|---|
            """);
        for (Metric metric : metrics) {
            String series = metric.id() + metric.label().map(l -> "{" + l + "}").orElse("");
            page.append("| `").append(series).append("` | ").append(metric.unit().sign()).append(" | ").append(metric.everySeconds()).append(" s | ")
                .append(metric.form() == Metric.Form.DERIVED ? "—" : "`" + metric.prometheusName() + "`").append(" | ").append(metric.source())
                .append(" | ").append(metric.meaning().en()).append(" | ").append(metric.meaning().zh()).append(" |\n");
        }
        return page.toString();
    }
}
