package dev.anole.kernel.cgroup;

import dev.anole.kernel.linux.ByteCursor;

import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/**
 * Picks values out of a file of lines {@code key value}, such as {@code memory.stat}, without making an object. Keys
 * are given once; values are fetched by the position of their key.
 */
final class KeyedValues {
    private final byte[][] keys;
    private final long[] values;
    private final boolean[] present;

    KeyedValues(String... keys) {
        this.keys = new byte[keys.length][];
        for (int i = 0; i < keys.length; i++) {
            this.keys[i] = (keys[i] + " ").getBytes(StandardCharsets.US_ASCII);
        }
        this.values = new long[keys.length];
        this.present = new boolean[keys.length];
    }

    /** Forgets what was read before and reads a whole file. */
    void read(ByteCursor text) {
        for (int i = 0; i < keys.length; i++) {
            present[i] = false;
            values[i] = 0;
        }
        for (; !text.atEnd(); text.skipLine()) {
            for (int i = 0; i < keys.length; i++) {
                if (text.take(keys[i])) {
                    values[i] = text.number();
                    present[i] = true;
                    break;
                }
            }
        }
    }

    /** A value that this kernel may not have. */
    OptionalLong get(int key) {
        return present[key] ? OptionalLong.of(values[key]) : OptionalLong.empty();
    }

    boolean has(int key) {
        return present[key];
    }

    /** A value whose absence means that it never happened. */
    long orZero(int key) {
        return values[key];
    }
}
