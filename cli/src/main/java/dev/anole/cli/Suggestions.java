package dev.anole.cli;

import dev.anole.operation.Text;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** What somebody may have meant who typed something that is not there. */
final class Suggestions {
    /** Suggestions that are made at most. */
    private static final int MOST = 3;

    private Suggestions() {
    }

    /** "did you mean …?", or empty when nothing is near. */
    static Text of(String typed, Collection<String> known) {
        List<String> near = near(typed, known);
        if (near.isEmpty()) {
            return Text.same("");
        }
        return Text.of("did you mean " + String.join(" or ", near) + "?", "您是否想输入 " + String.join(" 或 ", near) + "？");
    }

    /** The known ones that are a slip away, the nearest first. */
    static List<String> near(String typed, Collection<String> known) {
        int slips = Math.max(1, typed.length() / 3);
        record Near(String name, int distance) {
        }
        List<Near> near = known.stream()
            .map(name -> new Near(name, typed.length() >= 3 && name.startsWith(typed) ? 1 : distance(typed, name)))
            .filter(n -> n.distance() <= slips)
            .sorted(Comparator.comparingInt(Near::distance).thenComparing(Near::name)).toList();
        // The nearest ones only: who mistypes a letter does not mean something three letters away.
        return near.stream().filter(n -> n.distance() == near.getFirst().distance()).limit(MOST).map(Near::name).toList();
    }

    /** Letters to insert, drop, change or exchange with their neighbour (Damerau's distance, restricted). */
    static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            d[i][0] = i;
        }
        for (int j = 0; j <= b.length(); j++) {
            d[0][j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            for (int j = 1; j <= b.length(); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(Math.min(d[i - 1][j] + 1, d[i][j - 1] + 1), d[i - 1][j - 1] + change);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
