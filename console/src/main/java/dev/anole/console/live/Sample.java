package dev.anole.console.live;

import dev.anole.operation.Json;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/**
 * One second of a host, as {@code host samples} tells it.
 *
 * @param at     when
 * @param values by series id
 * @param record the whole item, with what has no series: the top processes
 */
public record Sample(Instant at, Map<String, Double> values, Record record) {
    public Sample {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(values, "values");
        Objects.requireNonNull(record, "record");
    }

    /** As clients get it. */
    public String json() {
        return Json.write(record);
    }
}
