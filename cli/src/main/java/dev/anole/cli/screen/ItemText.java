package dev.anole.cli.screen;

import dev.anole.operation.Component;
import dev.anole.operation.Kind;
import dev.anole.operation.Shape;
import java.util.List;

/**
 * Items of a stream as lines that stand under each other: each column is as wide as the widest value so far, the last one
 * as wide as it is. Nobody can look ahead in a stream, so a wide value moves the columns from there on.
 */
public final class ItemText {
    private final Values values;
    private int[] widths = new int[0];

    public ItemText(Look look) {
        this.values = new Values(look);
    }

    public String line(Record item) {
        List<Component> components = Shape.of(item.getClass()).components();
        if (widths.length != components.size()) {
            widths = new int[components.size()];
        }
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < components.size(); i++) {
            Component c = components.get(i);
            String text = values.withUnit(c, c.value(item));
            boolean last = i == components.size() - 1;
            widths[i] = Math.max(widths[i], Width.of(text));
            line.append(i == 0 ? "" : "  ");
            line.append(last ? text : numeric(c.kind()) ? Wrap.right(text, widths[i]) : Wrap.left(text, widths[i]));
        }
        return line.toString().stripTrailing();
    }

    private static boolean numeric(Kind kind) {
        return Values.numeric(kind);
    }
}
