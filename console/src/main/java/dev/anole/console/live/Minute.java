package dev.anole.console.live;

import dev.anole.console.page.Readings;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the host measures now, and on average over the minute before. */
public final class Minute {
    private Minute() {
    }

    /** From samples, oldest first; empty readings where there is none yet. */
    public static Readings of(List<Sample> samples, Instant now) {
        if (samples.isEmpty()) {
            return new Readings(now, Map.of(), Map.of());
        }
        Map<String, double[]> sums = new HashMap<>();
        for (Sample sample : samples) {
            sample.values().forEach((id, value) -> {
                if (Double.isFinite(value)) {
                    double[] sum = sums.computeIfAbsent(id, _ -> new double[2]);
                    sum[0] += value;
                    sum[1]++;
                }
            });
        }
        Map<String, Double> averages = new HashMap<>();
        sums.forEach((id, sum) -> averages.put(id, sum[0] / sum[1]));
        return new Readings(samples.getLast().at(), samples.getLast().values(), averages);
    }
}
