package dev.anole.ops.series;

import java.util.List;
import java.util.Set;

/** Which series a chart shows. */
public sealed interface Selection {
    /** Series by name. */
    record Ids(Set<SeriesId> ids) implements Selection {
        public Ids {
            ids = Set.copyOf(ids);
        }
    }

    /** All series whose text begins so: {@code cpu.}, or {@code disk.read.bytes{}. */
    record Prefix(String prefix) implements Selection {
    }

    /** Series by name. */
    static Selection of(SeriesId... ids) {
        return new Ids(Set.copyOf(List.of(ids)));
    }

    /** All series whose text begins so. */
    static Selection prefix(String prefix) {
        return new Prefix(prefix);
    }

    /** Whether a series is among them. */
    default boolean matches(SeriesId id) {
        return switch (this) {
            case Ids(var ids) -> ids.contains(id);
            case Prefix(var prefix) -> id.toString().startsWith(prefix);
        };
    }
}
