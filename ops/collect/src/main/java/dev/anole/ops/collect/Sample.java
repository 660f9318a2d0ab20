package dev.anole.ops.collect;

import dev.anole.operation.Described;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How the host fares at one moment. A series that has no value now is not in the map: a gap, never a zero.
 *
 * @param at     on the wall clock
 * @param values by series, {@link Metric#series}; the map cannot be changed
 * @param top    the processes that use most or wait longest, by any measure; at most {@link CollectorConfiguration#top}
 */
public record Sample(
    @Described(en = "when", zh = "时间") Instant at,
    @Described(en = "values by series", zh = "各序列的值") Map<String, Double> values,
    @Described(en = "busiest processes", zh = "最忙或等待最久的进程") List<ProcessSample> top) {

    public Sample {
        Objects.requireNonNull(at, "at");
        // In the order they came in, also after a journey as JSON; Map.copyOf would shuffle them.
        values = values instanceof SeriesValues ? values : Collections.unmodifiableMap(new LinkedHashMap<>(values));
        top = List.copyOf(top);
    }

    /** A value, not a number where there is none. */
    public double value(String series) {
        Double value = values.get(series);
        return value == null ? Double.NaN : value;
    }
}
