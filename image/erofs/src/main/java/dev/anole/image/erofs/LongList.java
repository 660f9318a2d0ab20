package dev.anole.image.erofs;

import java.util.Arrays;
import java.util.Objects;

/** A growing list of numbers, without an object for each. */
final class LongList {
    private static final long[] NONE = {};

    private long[] values = NONE;
    private int size;

    void add(long value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, Math.max(3, size + (size >> 1)));
        }
        values[size++] = value;
    }

    long get(int index) {
        return values[Objects.checkIndex(index, size)];
    }

    int size() {
        return size;
    }
}
