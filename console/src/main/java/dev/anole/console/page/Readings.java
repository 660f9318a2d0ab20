package dev.anole.console.page;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a host measured, by series id as in {@code /api/v1/live}.
 *
 * @param at     when the last sample was taken
 * @param now    its values
 * @param minute averages of the last minute; the sentence is made of these, so that it does not change every second
 */
public record Readings(Instant at, Map<String, Double> now, Map<String, Double> minute) {
    public Readings {
        Objects.requireNonNull(at, "at");
        now = Map.copyOf(now);
        minute = Map.copyOf(minute);
    }

    /** The value of a series now; not a number where there is none. */
    double now(String series) {
        return now.getOrDefault(series, Double.NaN);
    }

    /** The average of the last minute; not a number where there is none. */
    double minute(String series) {
        return minute.getOrDefault(series, Double.NaN);
    }

    /** The sum of series now; those that this host does not have count nothing, but one must be there. */
    double now(List<String> series) {
        return sum(now, series);
    }

    double minute(List<String> series) {
        return sum(minute, series);
    }

    private static double sum(Map<String, Double> values, List<String> series) {
        double sum = Double.NaN;
        for (String id : series) {
            double value = values.getOrDefault(id, Double.NaN);
            if (Double.isFinite(value)) {
                sum = Double.isFinite(sum) ? sum + value : value;
            }
        }
        return sum;
    }

    /** Whether a series is measured on this host at all. */
    boolean has(String series) {
        return now.containsKey(series);
    }
}
