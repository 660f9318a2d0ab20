package dev.anole.ops.collect;

import dev.anole.kernel.linux.ByteCursor;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Reads a file of lines "key value" such as {@code /proc/meminfo}. A running kernel writes its lines in one order, so
 * where each wanted key stands is learnt once; a reading that does not find them there learns again.
 */
final class KeyedLines {
    /** More lines than any such file has. */
    private static final int LINES_MAX = 1024;
    private static final int IGNORED = -1;

    private final byte[][] keys;
    private final long[] values;
    private final boolean[] present;
    private final int[] wantedOfLine = new int[LINES_MAX];
    private int learntLines = -1;

    /** @param keys with what ends them: {@code "MemTotal:"}, {@code "pgfault "} */
    KeyedLines(List<String> keys) {
        this.keys = keys.stream().map(k -> k.getBytes(StandardCharsets.US_ASCII)).toArray(byte[][]::new);
        this.values = new long[this.keys.length];
        this.present = new boolean[this.keys.length];
    }

    /** Reads the values of all wanted keys. */
    void read(ByteCursor text) {
        int start = text.position();
        if (learntLines < 0 || !readAsLearnt(text)) {
            text.position(start);
            learn(text);
        }
    }

    /** Whether the key of this number was there. */
    boolean has(int key) {
        return present[key];
    }

    /** Its value; only where {@link #has}. */
    long value(int key) {
        return values[key];
    }

    private boolean readAsLearnt(ByteCursor text) {
        int line = 0;
        for (; line < learntLines && !text.atEnd(); line++) {
            int wanted = wantedOfLine[line];
            if (wanted != IGNORED) {
                if (!text.take(keys[wanted])) {
                    return false;
                }
                values[wanted] = text.number();
            }
            text.skipLine();
        }
        return line == learntLines && text.atEnd();
    }

    private void learn(ByteCursor text) {
        Arrays.fill(present, false);
        learntLines = 0;
        while (!text.atEnd() && learntLines < LINES_MAX) {
            int wanted = wantedHere(text);
            wantedOfLine[learntLines++] = wanted;
            if (wanted != IGNORED) {
                values[wanted] = text.number();
                present[wanted] = true;
            }
            text.skipLine();
        }
    }

    private int wantedHere(ByteCursor text) {
        for (int i = 0; i < keys.length; i++) {
            if (!present[i] && text.take(keys[i])) {
                return i;
            }
        }
        return IGNORED;
    }
}
