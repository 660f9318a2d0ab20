package dev.anole.cli.screen;

import dev.anole.operation.View;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Draws what differs: line by line with both numbers, or three states beside each other. */
final class DiffText {
    /** From this width on three states stand beside each other. */
    private static final int BESIDE_COLUMNS_MIN = 90;

    private final Look look;

    DiffText(Look look) {
        this.look = look;
    }

    List<String> lines(List<View.FileDiff> files) {
        List<String> lines = new ArrayList<>();
        for (View.FileDiff file : files) {
            if (!lines.isEmpty()) {
                lines.add("");
            }
            lines.add(look.style(Style.HEADING, Plain.line(file.target())));
            file.notes().forEach(note -> lines.add(look.style(Style.FAINT, "  " + Plain.line(note.in(look.language())))));
            int digits = digits(file.lines());
            file.lines().forEach(line -> lines.add(line(line, digits)));
        }
        return lines;
    }

    private static int digits(List<View.DiffLine> lines) {
        int most = 0;
        for (View.DiffLine line : lines) {
            most = Math.max(most, Math.max(line.before().orElse(0), line.after().orElse(0)));
        }
        return Integer.toString(most).length();
    }

    private String line(View.DiffLine line, int digits) {
        String numbers = number(line.before(), digits) + " " + number(line.after(), digits) + " ";
        String text = Plain.line(line.text());
        return switch (line.mark()) {
            case SAME -> look.style(Style.FAINT, numbers) + "  " + text;
            case REMOVED -> look.style(Style.FAINT, numbers) + look.style(Style.REMOVED, "- " + text);
            case ADDED -> look.style(Style.FAINT, numbers) + look.style(Style.ADDED, "+ " + text);
            case SKIPPED -> look.style(Style.FAINT, " ".repeat(numbers.length()) + "⋯ " + text);
        };
    }

    private static String number(OptionalInt number, int digits) {
        return Wrap.right(number.isPresent() ? Integer.toString(number.getAsInt()) : "", digits);
    }

    List<String> lines(View.Conflict conflict) {
        List<String> heads = switch (look.language()) {
            case ENGLISH -> List.of("before", "ours", "now");
            case CHINESE -> List.of("之前", "我们的", "现在");
        };
        List<List<String>> states = List.of(states(conflict.before()), states(conflict.ours()), states(conflict.now()));
        List<String> lines = new ArrayList<>();
        lines.add(look.style(Style.HEADING, Plain.line(conflict.target())));
        if (look.broken() && look.columns() >= BESIDE_COLUMNS_MIN) {
            beside(lines, heads, states);
        } else {
            for (int i = 0; i < heads.size(); i++) {
                lines.add(look.style(Style.HEADING, heads.get(i)));
                states.get(i).forEach(line -> lines.add("  " + line));
            }
        }
        return lines;
    }

    private void beside(List<String> lines, List<String> heads, List<List<String>> states) {
        int width = (look.columns() - 6) / 3;
        lines.add(look.style(Style.HEADING, row(heads, width)));
        List<List<String>> broken = states.stream()
            .map(state -> state.stream().flatMap(line -> Wrap.lines(line, width).stream()).toList()).toList();
        int height = broken.stream().mapToInt(List::size).max().orElse(0);
        for (int y = 0; y < height; y++) {
            int at = y;
            lines.add(row(broken.stream().map(state -> at < state.size() ? state.get(at) : "").toList(), width));
        }
    }

    private static String row(List<String> cells, int width) {
        return cells.stream().map(cell -> Wrap.left(cell, width)).reduce((a, b) -> a + " │ " + b).orElse("").stripTrailing();
    }

    private static List<String> states(String text) {
        return text.lines().map(Plain::line).toList();
    }
}
