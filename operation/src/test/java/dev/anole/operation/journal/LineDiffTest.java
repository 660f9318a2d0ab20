package dev.anole.operation.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.anole.operation.View.Mark;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LineDiffTest {
    private static String said(List<LineDiff.Line> lines) {
        StringBuilder text = new StringBuilder();
        for (LineDiff.Line line : lines) {
            text.append(switch (line.mark()) {
                case SAME -> ' ';
                case REMOVED -> '-';
                case ADDED -> '+';
                case SKIPPED -> '@';
            }).append(line.text()).append('\n');
        }
        return text.toString();
    }

    @Test
    void equalTextsDifferInNothing() {
        assertEquals(List.of(), LineDiff.of(List.of("a", "b"), List.of("a", "b")));
    }

    @Test
    void theChangedLineStandsBetweenItsNeighbours() {
        assertEquals("@2\n c\n d\n e\n-f\n+F\n g\n h\n i\n@1\n", said(LineDiff.of(
            List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j"),
            List.of("a", "b", "c", "d", "e", "F", "g", "h", "i", "j"))));
    }

    @Test
    void aMissingLineEndIsADifference() {
        assertTrue(said(LineDiff.of(LineDiff.lines("a\n"), LineDiff.lines("a"))).startsWith("-a\n+a"));
    }

    /** Taking the removed and the added lines apart gives both texts back, with no more edits than necessary. */
    @Test
    void anyTwoTextsAreRebuiltFromTheirShortestDifference() {
        long seed = System.nanoTime();
        System.out.println("LineDiffTest seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 3000; round++) {
            List<String> before = text(random);
            List<String> after = text(random);
            List<LineDiff.Line> lines = LineDiff.of(before, after);
            int edits = 0;
            List<String> left = new ArrayList<>(before);
            List<String> removed = new ArrayList<>();
            for (LineDiff.Line line : lines) {
                switch (line.mark()) {
                    case REMOVED -> {
                        edits++;
                        assertEquals(line.text(), before.get(line.before() - 1));
                        removed.add(line.text());
                    }
                    case ADDED -> {
                        edits++;
                        assertEquals(line.text(), after.get(line.after() - 1));
                    }
                    case SAME -> {
                        assertEquals(line.text(), before.get(line.before() - 1));
                        assertEquals(line.text(), after.get(line.after() - 1));
                    }
                    case SKIPPED -> {
                    }
                }
            }
            assertEquals(before.size() + after.size() - 2 * longestCommon(before, after), edits, before + " " + after);
            assertEquals(after, rebuilt(before, lines), before + " " + after);
        }
    }

    private static List<String> rebuilt(List<String> before, List<LineDiff.Line> lines) {
        List<String> text = new ArrayList<>();
        int next = 0;
        for (LineDiff.Line line : lines) {
            if (line.mark() == Mark.SKIPPED) {
                for (int i = Integer.parseInt(line.text()); i > 0; i--) {
                    text.add(before.get(next++));
                }
            } else {
                if (line.mark() != Mark.REMOVED) {
                    text.add(line.text());
                }
                if (line.mark() != Mark.ADDED) {
                    next++;
                }
            }
        }
        return lines.isEmpty() ? before : text;
    }

    private static List<String> text(Random random) {
        List<String> text = new ArrayList<>();
        for (int i = random.nextInt(12); i > 0; i--) {
            text.add(Character.toString('a' + random.nextInt(4)));
        }
        return text;
    }

    private static int longestCommon(List<String> a, List<String> b) {
        int[][] length = new int[a.size() + 1][b.size() + 1];
        for (int i = 1; i <= a.size(); i++) {
            for (int j = 1; j <= b.size(); j++) {
                length[i][j] = a.get(i - 1).equals(b.get(j - 1)) ? length[i - 1][j - 1] + 1 : Math.max(length[i - 1][j], length[i][j - 1]);
            }
        }
        return length[a.size()][b.size()];
    }

    @Test
    void textsThatHaveNothingInCommonAreReplacedWithinTheBounds() {
        List<LineDiff.Line> lines = LineDiff.of(Collections.nCopies(60_000, "old"), Collections.nCopies(60_000, "new"));
        assertEquals(LineDiff.LINES_MAX + 1, lines.size());
        assertEquals(Mark.SKIPPED, lines.getLast().mark());
    }
}
