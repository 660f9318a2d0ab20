package dev.anole.operation.journal;

import java.util.ArrayList;
import java.util.List;

/** Three versions of one text, cut down to where they differ. */
final class ThreeWay {
    /** Lines that are shown around the part in which they differ. */
    static final int CONTEXT_LINES = 3;
    /** Most lines of each version. */
    static final int LINES_MAX = 200;

    private ThreeWay() {
    }

    /** Each version without what all three have at the beginning and at the end. */
    static List<String> excerpts(String first, String second, String third) {
        List<List<String>> all = List.of(LineDiff.lines(first), LineDiff.lines(second), LineDiff.lines(third));
        int shortest = all.stream().mapToInt(List::size).min().orElse(0);
        int prefix = 0;
        while (prefix < shortest && sameAt(all, prefix, false)) {
            prefix++;
        }
        int suffix = 0;
        while (suffix < shortest - prefix && sameAt(all, suffix, true)) {
            suffix++;
        }
        int skipped = Math.max(0, prefix - CONTEXT_LINES);
        int left = Math.max(0, suffix - CONTEXT_LINES);
        return all.stream().map(lines -> excerpt(lines, skipped, lines.size() - left)).toList();
    }

    private static boolean sameAt(List<List<String>> all, int index, boolean fromEnd) {
        return all.stream().map(lines -> lines.get(fromEnd ? lines.size() - 1 - index : index)).distinct().count() == 1;
    }

    private static String excerpt(List<String> lines, int from, int to) {
        List<String> shown = new ArrayList<>();
        if (from > 0) {
            shown.add("⋯ " + from);
        }
        int end = Math.min(to, from + LINES_MAX);
        for (String line : lines.subList(from, Math.max(from, end))) {
            shown.add(line.length() <= LineDiff.LINE_CHARS_MAX ? line : line.substring(0, LineDiff.LINE_CHARS_MAX) + "…");
        }
        if (end < lines.size()) {
            shown.add("⋯ " + (lines.size() - end));
        }
        return String.join("\n", shown);
    }
}
