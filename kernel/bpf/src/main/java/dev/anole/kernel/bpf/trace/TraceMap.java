package dev.anole.kernel.bpf.trace;

import dev.anole.kernel.bpf.MapDefinition;
import dev.anole.kernel.bpf.MapType;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The shape of one of a script's maps.
 *
 * @param name as written, without the at sign; may be empty
 * @param keys what each part of its keys is
 * @param gathering how values are gathered; empty for a map of plain values
 */
record TraceMap(String name, List<Kind> keys, Optional<Statement.Gathering> gathering) {
    /** How many different keys a map takes; what comes after is counted as lost. */
    static final int ENTRIES_MAX = 10_240;
    static final int TEXT_BYTES = 16;
    /** {@code u64 count, sum, min, max} of one CPU. */
    static final int GATHERED_BYTES = 32;

    /** What a value is. */
    enum Kind {
        NUMBER(8), TEXT(TEXT_BYTES), KERNEL_STACK(8), USER_STACK(8);

        private final int bytes;

        Kind(int bytes) {
            this.bytes = bytes;
        }

        int bytes() {
            return bytes;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    TraceMap {
        keys = List.copyOf(keys);
    }

    boolean isHistogram() {
        return gathering.filter(how -> how == Statement.Gathering.HIST).isPresent();
    }

    /** Keys without parts have one all the same, and a histogram's have their bucket. */
    int keyBytes() {
        int bytes = keys.stream().mapToInt(Kind::bytes).sum() + (isHistogram() ? 8 : 0);
        return Math.max(8, bytes);
    }

    MapDefinition definition() {
        boolean gathered = gathering.isPresent();
        return MapDefinition.of(name.isEmpty() ? "unnamed" : name,
                gathered ? MapType.BPF_MAP_TYPE_PERCPU_HASH : MapType.BPF_MAP_TYPE_HASH, keyBytes(),
                gathered ? GATHERED_BYTES : 8, ENTRIES_MAX);
    }
}
