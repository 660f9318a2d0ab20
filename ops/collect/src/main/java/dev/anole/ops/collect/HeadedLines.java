package dev.anole.ops.collect;

import dev.anole.kernel.linux.ByteCursor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads the tables of {@code /proc/net/snmp} and {@code /proc/net/netstat}: a line of names, {@code "Tcp: RtoMin …"},
 * and a line of values. A header that reads as it did the last time is not looked at again.
 */
final class HeadedLines {
    private static final int TABLES_MAX = 64;
    private static final int IGNORED = -1;

    private final List<String> wanted;
    private final long[] values;
    private final boolean[] present;
    private final List<Table> tables = new ArrayList<>();

    /** One pair of lines: its header, and which wanted value each column is. */
    private record Table(byte[] header, int[] columns) {
    }

    /** @param wanted as {@code "Tcp:RetransSegs"} */
    HeadedLines(List<String> wanted) {
        this.wanted = List.copyOf(wanted);
        this.values = new long[wanted.size()];
        this.present = new boolean[wanted.size()];
    }

    /** Whether the value of this number was there. */
    boolean has(int number) {
        return present[number];
    }

    /** Its value; only where {@link #has}. */
    long value(int number) {
        return values[number];
    }

    /** Reads all tables. */
    void read(ByteCursor text) {
        Arrays.fill(present, false);
        for (int i = 0; !text.atEnd() && i < TABLES_MAX; i++) {
            Table table = header(text, i);
            text.skipPast(' ');
            for (int column : table.columns) {
                if (column == IGNORED) {
                    text.skipWords(1);
                } else {
                    values[column] = text.numberOr(0);
                    present[column] = true;
                }
            }
            text.skipLine();
        }
    }

    private Table header(ByteCursor text, int i) {
        if (i < tables.size() && text.take(tables.get(i).header)) {
            return tables.get(i);
        }
        String line = text.line();
        String[] words = line.split(" ");
        int[] columns = new int[words.length - 1];
        for (int c = 0; c < columns.length; c++) {
            columns[c] = wanted.indexOf(words[0] + words[c + 1]);
        }
        Table table = new Table((line + "\n").getBytes(StandardCharsets.ISO_8859_1), columns);
        if (i < tables.size()) {
            tables.set(i, table);
        } else {
            tables.add(table);
        }
        return table;
    }
}
