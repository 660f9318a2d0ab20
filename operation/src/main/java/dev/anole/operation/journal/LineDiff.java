package dev.anole.operation.journal;

import dev.anole.operation.View.Mark;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What differs between two texts, line by line, with the fewest lines removed and added: Myers, "An O(ND) difference
 * algorithm and its variations" (1986), the greedy form with its trace kept. What both have at the beginning and the end
 * is left out first. Texts that differ in more than {@value #EDITS_MAX} lines are shown as one replaced by the other: the
 * effort grows with the square of that number.
 */
public final class LineDiff {
    /** Most edits that the shortest way is searched for. The trace of so many takes 4 MiB. */
    public static final int EDITS_MAX = 1000;
    /** Lines that are shown around an edit. */
    public static final int CONTEXT_LINES = 3;
    /** Most lines of one result; the rest is counted in a last line that says so. */
    public static final int LINES_MAX = 2000;
    /** Longest line that is shown, in characters. */
    public static final int LINE_CHARS_MAX = 1000;

    /**
     * One line of the result.
     *
     * @param mark   what it is; {@link Mark#SKIPPED} stands for lines that both have
     * @param before its number in the text before, from 1; 0 where it is not in it
     * @param after  its number in the text after, from 1; 0 where it is not in it
     * @param text   the line without its end, cut at {@value #LINE_CHARS_MAX} characters; for skipped ones how many
     */
    public record Line(Mark mark, int before, int after, String text) {
    }

    private final List<String> before;
    private final List<String> after;
    private final List<Line> lines = new ArrayList<>();

    private LineDiff(List<String> before, List<String> after) {
        this.before = before;
        this.after = after;
    }

    /** The differing lines with their neighbours; empty for equal texts. */
    public static List<Line> of(List<String> before, List<String> after) {
        LineDiff diff = new LineDiff(before, after);
        int prefix = 0;
        int shorter = Math.min(before.size(), after.size());
        while (prefix < shorter && before.get(prefix).equals(after.get(prefix))) {
            prefix++;
        }
        int suffix = 0;
        while (suffix < shorter - prefix
                && before.get(before.size() - 1 - suffix).equals(after.get(after.size() - 1 - suffix))) {
            suffix++;
        }
        diff.same(0, 0, prefix);
        diff.middle(prefix, before.size() - suffix, prefix, after.size() - suffix);
        diff.same(before.size() - suffix, after.size() - suffix, suffix);
        return bounded(withContext(diff.lines));
    }

    /** A text as lines. A last line without a line end is told apart from one with. */
    public static List<String> lines(String text) {
        if (text.isEmpty()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>(Arrays.asList(text.split("\n", -1)));
        if (lines.getLast().isEmpty()) {
            lines.removeLast();
        } else {
            lines.add(lines.removeLast() + "⏎̸");   // what diff(1) calls "No newline at end of file"
        }
        return lines;
    }

    private void same(int from, int fromAfter, int count) {
        for (int i = 0; i < count; i++) {
            lines.add(new Line(Mark.SAME, from + i + 1, fromAfter + i + 1, before.get(from + i)));
        }
    }

    private void replaced(int from, int to, int fromAfter, int toAfter) {
        for (int i = from; i < to; i++) {
            lines.add(new Line(Mark.REMOVED, i + 1, 0, before.get(i)));
        }
        for (int i = fromAfter; i < toAfter; i++) {
            lines.add(new Line(Mark.ADDED, 0, i + 1, after.get(i)));
        }
    }

    /** The part between what both have in common at the ends. */
    private void middle(int from, int to, int fromAfter, int toAfter) {
        int n = to - from;
        int m = toAfter - fromAfter;
        int most = Math.min(EDITS_MAX, n + m);
        int[] furthest = new int[2 * most + 3];
        List<int[]> trace = new ArrayList<>();
        for (int d = 0; d <= most; d++) {
            // Of the furthest points only those of this round's neighbours are read again.
            trace.add(Arrays.copyOfRange(furthest, most + 1 - d, most + 2 + d));
            for (int k = -d; k <= d; k += 2) {
                int at = most + 1 + k;
                int x = k == -d || (k != d && furthest[at - 1] < furthest[at + 1]) ? furthest[at + 1] : furthest[at - 1] + 1;
                int y = x - k;
                while (x < n && y < m && before.get(from + x).equals(after.get(fromAfter + y))) {
                    x++;
                    y++;
                }
                furthest[at] = x;
                if (x >= n && y >= m) {
                    walkBack(trace, d, from, fromAfter, n, m);
                    return;
                }
            }
        }
        replaced(from, to, fromAfter, toAfter);
    }

    private void walkBack(List<int[]> trace, int edits, int from, int fromAfter, int n, int m) {
        List<Line> reversed = new ArrayList<>();
        int x = n;
        int y = m;
        for (int d = edits; d > 0; d--) {
            int[] furthest = trace.get(d);   // as it was before round d: index k + d
            int k = x - y;
            boolean down = k == -d || (k != d && furthest[k - 1 + d] < furthest[k + 1 + d]);
            int previousX = down ? furthest[k + 1 + d] : furthest[k - 1 + d];
            int previousY = previousX - (down ? k + 1 : k - 1);
            while (down ? x > previousX : y > previousY) {   // along the diagonal, to where the edit was
                reversed.add(new Line(Mark.SAME, from + x, fromAfter + y, before.get(from + x - 1)));
                x--;
                y--;
            }
            reversed.add(down ? new Line(Mark.ADDED, 0, fromAfter + y, after.get(fromAfter + y - 1))
                : new Line(Mark.REMOVED, from + x, 0, before.get(from + x - 1)));
            x = previousX;
            y = previousY;
        }
        while (x > 0) {
            reversed.add(new Line(Mark.SAME, from + x, fromAfter + y, before.get(from + x - 1)));
            x--;
            y--;
        }
        lines.addAll(reversed.reversed());
    }

    /** Replaces what is far from any edit by one line that counts it. */
    private static List<Line> withContext(List<Line> all) {
        boolean[] near = new boolean[all.size()];
        boolean any = false;
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).mark() != Mark.SAME) {
                any = true;
                Arrays.fill(near, Math.max(0, i - CONTEXT_LINES), Math.min(all.size(), i + CONTEXT_LINES + 1), true);
            }
        }
        List<Line> shown = new ArrayList<>();
        int skipped = 0;
        for (int i = 0; any && i < all.size(); i++) {
            if (near[i]) {
                if (skipped > 0) {
                    shown.add(new Line(Mark.SKIPPED, 0, 0, Integer.toString(skipped)));
                    skipped = 0;
                }
                shown.add(cut(all.get(i)));
            } else {
                skipped++;
            }
        }
        if (skipped > 0) {
            shown.add(new Line(Mark.SKIPPED, 0, 0, Integer.toString(skipped)));
        }
        return shown;
    }

    private static Line cut(Line line) {
        return line.text().length() <= LINE_CHARS_MAX ? line
            : new Line(line.mark(), line.before(), line.after(), line.text().substring(0, LINE_CHARS_MAX) + "…");
    }

    private static List<Line> bounded(List<Line> all) {
        if (all.size() <= LINES_MAX) {
            return List.copyOf(all);
        }
        List<Line> shown = new ArrayList<>(all.subList(0, LINES_MAX));
        shown.add(new Line(Mark.SKIPPED, 0, 0, Integer.toString(all.size() - LINES_MAX)));
        return List.copyOf(shown);
    }
}
