package dev.anole.cli.screen;

import dev.anole.operation.Component;
import dev.anole.operation.Shape;
import dev.anole.operation.View;
import java.util.ArrayList;
import java.util.List;

/** Draws a {@link View} as lines of text. All data in it is made harmless ({@link Plain}). */
public final class ViewText {
    private final Look look;
    private final Values values;

    public ViewText(Look look) {
        this.look = look;
        this.values = new Values(look);
    }

    /** The lines of a view, without line ends. */
    public List<String> lines(View view) {
        return switch (view) {
            case View.Sentence(var text) -> wrapped(Plain.line(text.in(look.language())));
            case View.Facts(var facts) -> facts(facts);
            case View.Rows<?> rows -> rows(rows);
            case View.Tree(var root) -> {
                List<String> lines = new ArrayList<>();
                node(lines, root, "", "");
                yield lines;
            }
            case View.Lines(var given) -> given.stream().flatMap(l -> wrapped(Plain.line(l)).stream()).toList();
            case View.Diff(var files) -> new DiffText(look).lines(files);
            case View.Conflict conflict -> new DiffText(look).lines(conflict);
            case View.Group(var sections) -> sections(sections);
        };
    }

    private List<String> wrapped(String line) {
        return look.broken() ? Wrap.lines(line, look.columns()) : List.of(line);
    }

    /** Labels in a column, values beside them; a value that is longer than its line goes on below itself. */
    private List<String> facts(List<View.Fact> facts) {
        int widest = 0;
        for (View.Fact fact : facts) {
            widest = Math.max(widest, Width.of(fact.label().in(look.language())));
        }
        int indent = Math.min(widest, look.broken() ? look.columns() / 2 : widest) + 2;
        List<String> lines = new ArrayList<>();
        for (View.Fact fact : facts) {
            String label = Wrap.left(Wrap.cut(Plain.line(fact.label().in(look.language())), indent - 2), indent);
            String value = Plain.line(fact.value());
            List<String> parts = look.broken() ? Wrap.lines(value, look.columns() - indent) : List.of(value);
            for (int i = 0; i < parts.size(); i++) {
                lines.add((i == 0 ? look.style(Style.FAINT, label) : " ".repeat(indent)) + parts.get(i));
            }
        }
        return lines;
    }

    private <T extends Record> List<String> rows(View.Rows<T> rows) {
        List<Component> components = rows.shape().components();
        List<Table.Column> columns = components.stream().map(this::column).toList();
        List<List<String>> cells = rows.rows().stream().map(row -> cells(rows.shape(), row)).toList();
        if (cells.isEmpty()) {
            return List.of(look.style(Style.FAINT, switch (look.language()) {
                case ENGLISH -> "none";
                case CHINESE -> "无";
            }));
        }
        return new Table(columns, cells, look).lines();
    }

    /** A column's head is the component's label, as on a page, with the unit where the cells do not say it. */
    private Table.Column column(Component c) {
        String unit = c.unit().isEmpty() || Values.scaled(c.unit()) ? "" : " " + c.unit();
        return new Table.Column(c.label().in(look.language()) + unit, Values.numeric(c.kind()));
    }

    private List<String> cells(Shape<?> shape, Record row) {
        return shape.components().stream().map(c -> values.text(c.kind(), c.unit(), c.value(row))).toList();
    }

    private void node(List<String> lines, View.Node node, String before, String below) {
        StringBuilder line = new StringBuilder(before).append(Plain.line(node.name()));
        for (View.Fact fact : node.facts()) {
            line.append("  ").append(look.style(Style.FAINT, fact.label().in(look.language()))).append(' ').append(Plain.line(fact.value()));
        }
        lines.add(line.toString());
        for (int i = 0; i < node.children().size(); i++) {
            boolean last = i == node.children().size() - 1;
            node(lines, node.children().get(i), below + (last ? "└─ " : "├─ "), below + (last ? "   " : "│  "));
        }
    }

    private List<String> sections(List<View.Section> sections) {
        List<String> lines = new ArrayList<>();
        for (View.Section section : sections) {
            if (!lines.isEmpty()) {
                lines.add("");
            }
            String title = section.title().in(look.language());
            if (!title.isEmpty()) {
                lines.add(look.style(Style.HEADING, Plain.line(title)));
            }
            lines.addAll(lines(section.view()));
        }
        return lines;
    }
}
