package dev.anole.kernel.bpf.trace;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one map of a script holds.
 *
 * @param map its name, without the at sign
 * @param rows by value, the least first; of histograms by how often
 */
public record TraceTable(String map, List<Row> rows) {
    private static final int BAR_CHARS = 40;

    /**
     * One key and what was gathered for it.
     *
     * @param key its parts: numbers and text as they are, of a stack the functions, innermost first, in lines
     */
    public record Row(List<String> key, Cell cell) {
        public Row {
            key = List.copyOf(key);
        }
    }

    /** What was gathered. */
    public sealed interface Cell {
        /** By what rows are ordered. */
        long weight();

        /** One number. */
        record Scalar(long value) implements Cell {
            @Override
            public long weight() {
                return value;
            }
        }

        /** How often, how much in all, and on average. */
        record Stats(long count, long sum) implements Cell {
            /** The mean, 0 of nothing. */
            public long average() {
                return count == 0 ? 0 : sum / count;
            }

            @Override
            public long weight() {
                return count;
            }
        }

        /**
         * How often in each power of two.
         *
         * @param buckets by the number of bits: 0 holds zeros, n from 2^(n-1) up to below 2^n; -1 what is below zero
         */
        record Histogram(Map<Integer, Long> buckets) implements Cell {
            public Histogram {
                buckets = new TreeMap<>(buckets);
            }

            @Override
            public long weight() {
                return buckets.values().stream().mapToLong(Long::longValue).sum();
            }
        }
    }

    public TraceTable {
        rows = List.copyOf(rows);
    }

    /** As a person reads it. Control characters of names are shown as dots. */
    public String text() {
        StringBuilder out = new StringBuilder();
        for (Row row : rows) {
            out.append('@').append(map);
            if (!row.key().isEmpty()) {
                out.append('[').append(harmless(String.join(", ", row.key()))).append(']');
            }
            switch (row.cell()) {
                case Cell.Scalar(long value) -> out.append(": ").append(value).append('\n');
                case Cell.Stats stats -> out.append(": count ").append(stats.count()).append(", average ")
                        .append(stats.average()).append(", total ").append(stats.sum()).append('\n');
                case Cell.Histogram histogram -> histogram(out, histogram.buckets());
            }
        }
        return out.toString();
    }

    private static void histogram(StringBuilder out, Map<Integer, Long> buckets) {
        out.append(":\n");
        TreeMap<Integer, Long> sorted = new TreeMap<>(buckets);
        long most = sorted.values().stream().mapToLong(Long::longValue).max().orElse(1);
        for (int bits = sorted.firstKey(); bits <= sorted.lastKey(); bits++) {
            long count = sorted.getOrDefault(bits, 0L);
            int bar = (int) (count * BAR_CHARS / most);
            out.append(String.format(Locale.ROOT, "%-16s %10d |%-" + BAR_CHARS + "s|%n", range(bits), count, "@".repeat(bar)));
        }
    }

    private static String range(int bits) {
        if (bits < 0) {
            return "(..., 0)";
        }
        return bits <= 1 ? "[" + bits + "]" : "[" + power(bits - 1) + ", " + power(bits) + ")";
    }

    private static String power(int bits) {
        String[] units = {"", "K", "M", "G", "T", "P", "E"};
        return (1L << bits % 10) + units[bits / 10];
    }

    private static String harmless(String text) {
        StringBuilder line = new StringBuilder(text.length());
        for (char c : text.toCharArray()) {
            line.append(c != '\n' && (Character.isISOControl(c) || Character.isSurrogate(c)) ? '.' : c);
        }
        return line.toString();
    }
}
