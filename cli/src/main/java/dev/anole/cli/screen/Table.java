package dev.anole.cli.screen;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Rows under heads, as wide as their content where there is room. Where there is not, words are broken inside their
 * cells, the widest column first; and where that is not enough, the last columns are left out, by name.
 */
final class Table {
    /** Lines that one cell may take; what is longer is cut. */
    static final int CELL_LINES_MAX = 3;
    /** Words are not broken into less than this. */
    private static final int WORDS_MIN = 12;
    private static final String GAP = "  ";

    /**
     * A column.
     *
     * @param head    what stands above it; may be empty
     * @param numeric set flush right, and never broken
     */
    record Column(String head, boolean numeric) {
    }

    private final List<Column> columns;
    private final List<List<String>> rows;
    private final Look look;

    /**
     * A column in which no row has anything is left out.
     *
     * @param rows cells without control characters, as many a row as there are columns
     */
    Table(List<Column> columns, List<List<String>> rows, Look look) {
        int[] filled = IntStream.range(0, columns.size()).filter(i -> rows.stream().anyMatch(r -> !r.get(i).isEmpty())).toArray();
        this.columns = Arrays.stream(filled).mapToObj(columns::get).toList();
        this.rows = rows.stream().map(r -> Arrays.stream(filled).mapToObj(r::get).toList()).toList();
        this.look = look;
    }

    List<String> lines() {
        int[] natural = IntStream.range(0, columns.size()).map(this::natural).toArray();
        int[] shown = shown(natural);
        if (shown.length < columns.size()) {
            return new Table(picked(columns, shown), rows.stream().map(r -> picked(r, shown)).toList(), look).lines(left(shown));
        }
        return lines(natural);
    }

    private static <T> List<T> picked(List<T> from, int[] indices) {
        return Arrays.stream(indices).mapToObj(from::get).toList();
    }

    /** The lines without some columns, and which those are. */
    private List<String> lines(List<String> leftOut) {
        List<String> lines = lines(IntStream.range(0, columns.size()).map(this::natural).toArray());
        String names = String.join(", ", leftOut);
        String note = switch (look.language()) {
            case ENGLISH -> "not shown in this width: " + names;
            case CHINESE -> "宽度不足，未显示：" + names;
        };
        Wrap.lines(note, look.columns()).forEach(line -> lines.add(look.style(Style.FAINT, line)));
        return lines;
    }

    private List<String> lines(int[] natural) {
        int[] widths = fitted(natural);
        List<String> lines = new ArrayList<>();
        if (columns.stream().anyMatch(c -> !c.head().isEmpty())) {
            lines.add(look.style(Style.HEADING, line(columns.stream().map(Column::head).toList(), widths)));
        }
        for (List<String> row : rows) {
            addRow(lines, row, widths);
        }
        return lines;
    }

    private List<String> left(int[] shown) {
        return IntStream.range(0, columns.size()).filter(i -> Arrays.stream(shown).noneMatch(s -> s == i)).mapToObj(i -> columns.get(i).head()).toList();
    }

    private int natural(int column) {
        int widest = Width.of(columns.get(column).head());
        for (List<String> row : rows) {
            widest = Math.max(widest, Width.of(row.get(column)));
        }
        return widest;
    }

    private int least(int column, int natural) {
        return columns.get(column).numeric() ? natural : Math.min(natural, Math.max(WORDS_MIN, Width.of(columns.get(column).head())));
    }

    /**
     * The columns that have room when each is as narrow as it may be. The first one and words at the end, which say what
     * the row is about, stay longest; of the others the last ones go first.
     */
    private int[] shown(int[] natural) {
        List<Integer> kept = new ArrayList<>(IntStream.range(0, natural.length).boxed().toList());
        while (look.broken() && kept.size() > 1 && needed(kept, natural) > look.columns()) {
            int last = kept.getLast();
            boolean wordsAtTheEnd = last == natural.length - 1 && !columns.get(last).numeric() && kept.size() > 2;
            kept.remove(wordsAtTheEnd ? kept.size() - 2 : kept.size() - 1);
        }
        return kept.stream().mapToInt(Integer::intValue).toArray();
    }

    private int needed(List<Integer> kept, int[] natural) {
        return kept.stream().mapToInt(i -> least(i, natural[i])).sum() + GAP.length() * (kept.size() - 1);
    }

    /** Takes from the widest column of words until all fit. */
    private int[] fitted(int[] widths) {
        if (!look.broken()) {
            return widths;
        }
        int[] least = IntStream.range(0, widths.length).map(i -> least(i, widths[i])).toArray();
        int over = Arrays.stream(widths).sum() + GAP.length() * (widths.length - 1) - look.columns();
        while (over > 0) {
            int widest = -1;
            for (int i = 0; i < widths.length; i++) {
                if (widths[i] > least[i] && (widest < 0 || widths[i] > widths[widest])) {
                    widest = i;
                }
            }
            if (widest < 0) {
                widths[0] = Math.max(1, widths[0] - over);   // a single column, wider than the screen
                return widths;
            }
            widths[widest]--;
            over--;
        }
        return widths;
    }

    private void addRow(List<String> lines, List<String> row, int[] widths) {
        List<List<String>> cells = new ArrayList<>();
        int height = 1;
        for (int i = 0; i < widths.length; i++) {
            List<String> cell = look.broken() && !columns.get(i).numeric() ? Wrap.lines(row.get(i), widths[i]) : List.of(row.get(i));
            if (cell.size() > CELL_LINES_MAX) {
                List<String> cut = new ArrayList<>(cell.subList(0, CELL_LINES_MAX));
                cut.set(CELL_LINES_MAX - 1, Wrap.cut(cut.getLast() + " ".repeat(widths[i]), widths[i]).stripTrailing());
                cell = cut;
            }
            cells.add(cell);
            height = Math.max(height, cell.size());
        }
        for (int y = 0; y < height; y++) {
            int at = y;
            lines.add(line(cells.stream().map(cell -> at < cell.size() ? cell.get(at) : "").toList(), widths));
        }
    }

    private String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            line.append(i == 0 ? "" : GAP);
            String cell = look.broken() ? Wrap.cut(cells.get(i), widths[i]) : cells.get(i);
            line.append(columns.get(i).numeric() ? Wrap.right(cell, widths[i]) : Wrap.left(cell, widths[i]));
        }
        return line.toString().stripTrailing();
    }
}
