package dev.anole.ops.collect;

import java.util.Map;

/**
 * Which series a sample has, shared by all samples until a device or group comes or goes.
 *
 * @param keys  the series' ids
 * @param slots where each stands on the board
 * @param index place in {@code keys} by id
 */
record SeriesLayout(String[] keys, int[] slots, Map<String, Integer> index) {
    static final SeriesLayout EMPTY = new SeriesLayout(new String[0], new int[0], Map.of());
}
