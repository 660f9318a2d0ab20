package dev.anole.cli.screen;

import dev.anole.operation.Component;
import dev.anole.operation.Kind;
import dev.anole.operation.Language;
import dev.anole.operation.Shape;
import dev.anole.operation.Text;
import dev.anole.operation.View;
import dev.anole.operation.Viewed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The view of any record: its own, where it has one; else what is single as facts, and each list of records as a table
 * under its name.
 */
public final class Pictures {
    private final Values values;
    private final Language language;

    public Pictures(Look look) {
        this.values = new Values(look);
        this.language = look.language();
    }

    public View of(Record record) {
        if (record instanceof Viewed viewed) {
            return viewed.view();
        }
        List<View.Fact> facts = new ArrayList<>();
        List<View.Section> sections = new ArrayList<>();
        for (Component c : Shape.of(record.getClass()).components()) {
            add(facts, sections, c, c.value(record));
        }
        if (sections.isEmpty()) {
            return new View.Facts(facts);
        }
        if (!facts.isEmpty()) {
            sections.addFirst(new View.Section(Text.same(""), new View.Facts(facts)));
        }
        // A list and nothing beside it needs no heading.
        return sections.size() == 1 ? sections.getFirst().view() : new View.Group(sections);
    }

    private void add(List<View.Fact> facts, List<View.Section> sections, Component c, Object value) {
        switch (c.kind()) {
            case Kind.Many(Kind.Nested(var shape)) -> sections.add(new View.Section(c.label(), rows(shape, (List<?>) value)));
            case Kind.Nested(var shape) when shape.type() != Text.class ->
                sections.add(new View.Section(c.label(), of((Record) value)));
            case Kind.Keyed(var inner) -> sections.add(new View.Section(c.label(), new View.Facts(((Map<?, ?>) value).entrySet().stream()
                .map(e -> new View.Fact(Text.same((String) e.getKey()), values.text(inner, c.unit(), e.getValue()))).toList())));
            case Kind.Flag _, Kind.Whole _, Kind.Real _, Kind.Words _, Kind.Choice _, Kind.Span _, Kind.Moment _,
                 Kind.Location _, Kind.Hidden _, Kind.Maybe _, Kind.OneOf _, Kind.Nested _, Kind.Many _ ->
                facts.add(new View.Fact(Text.same(c.label().in(language)), values.withUnit(c, value)));
        }
    }

    private static <T extends Record> View rows(Shape<T> shape, List<?> list) {
        return new View.Rows<>(shape, list.stream().map(shape.type()::cast).toList());
    }
}
