package dev.anole.cli.screen;

import java.util.ArrayList;
import java.util.List;

/** Two columns without heads, such as options and what they mean: the first as wide as it is, the second broken. */
public final class Columns {
    /** Beyond this the first column gets a line of its own. */
    private static final int FIRST_MAX = 34;

    private Columns() {
    }

    /**
     * The lines.
     *
     * @param rows two cells each
     * @param gap  columns between them
     */
    public static List<String> of(List<List<String>> rows, int gap, Look look) {
        int first = 0;
        for (List<String> row : rows) {
            int width = Width.of(row.getFirst());
            first = width <= FIRST_MAX ? Math.max(first, width) : first;
        }
        int indent = first + gap;
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            List<String> second = look.broken() ? Wrap.lines(row.getLast(), look.columns() - indent) : List.of(row.getLast());
            boolean own = Width.of(row.getFirst()) > first;
            if (own) {
                lines.add(row.getFirst());
            }
            for (int i = 0; i < second.size(); i++) {
                String before = i == 0 && !own ? Wrap.left(row.getFirst(), indent) : " ".repeat(indent);
                lines.add((before + second.get(i)).stripTrailing());
            }
        }
        return lines;
    }
}
