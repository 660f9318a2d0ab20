package dev.anole.ops.series;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The series of one segment, numbered as they come up, and never more than a bound. A new segment begins with none, so
 * what has gone is forgotten within one span.
 */
final class SlotNames {
    private final int maxSeries;
    private final Map<SeriesId, Integer> slots = new HashMap<>();
    private final List<SeriesId> ids = new ArrayList<>();
    private final List<byte[]> names = new ArrayList<>();
    private int[] order = {};

    SlotNames(int maxSeries) {
        this.maxSeries = maxSeries;
    }

    /** The slot of a series, new if it must be; -1 where there is no room for it. */
    int slot(SeriesId id) {
        Integer slot = slots.get(id);
        if (slot != null) {
            return slot;
        }
        if (ids.size() == maxSeries) {
            return -1;
        }
        slots.put(id, ids.size());
        ids.add(id);
        names.add(id.utf8());
        return ids.size() - 1;
    }

    int size() {
        return ids.size();
    }

    SeriesId id(int slot) {
        return ids.get(slot);
    }

    byte[] utf8(int slot) {
        return names.get(slot);
    }

    /** All slots in the order of their names' bytes. */
    int[] inOrder() {
        if (order.length != size()) {
            order = IntStream.range(0, size()).boxed().sorted((a, b) -> Arrays.compareUnsigned(utf8(a), utf8(b))).mapToInt(slot -> slot).toArray();
        }
        return order;
    }
}
