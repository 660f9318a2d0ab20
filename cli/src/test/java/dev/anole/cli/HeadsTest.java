package dev.anole.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.anole.cli.screen.Width;
import dev.anole.operation.Component;
import dev.anole.operation.Kind;
import dev.anole.operation.Operation;
import dev.anole.operation.Output;
import dev.anole.operation.Shape;
import dev.anole.operation.Text;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What stands above columns and before facts: a label that a person takes in at a glance, in both languages. */
class HeadsTest {
    private static final int CHARACTERS_MAX = 24;
    private final Map<String, Text> labels = new TreeMap<>();
    private final Map<String, String> units = new TreeMap<>();
    private final Set<Class<?>> seen = new HashSet<>();

    private void collect() {
        for (Operation<?, ?> operation : new House().catalog().operations()) {
            switch (operation.output()) {
                case Output.Value<?>(var shape) -> shape(shape);
                case Output.Items<?>(var shape) -> shape(shape);
                case Output.Bytes _ -> { }
            }
        }
    }

    private void shape(Shape<?> shape) {
        if (shape.type() != Text.class && seen.add(shape.type())) {
            for (Component c : shape.components()) {
                String name = shape.type().getSimpleName() + "." + c.name();
                labels.put(name, c.label());
                units.put(name, c.unit());
                kind(c.kind());
            }
        }
    }

    private void kind(Kind kind) {
        switch (kind) {
            case Kind.Many(Kind inner) -> kind(inner);
            case Kind.Maybe(Kind inner) -> kind(inner);
            case Kind.Keyed(Kind inner) -> kind(inner);
            case Kind.Nested(Shape<?> shape) -> shape(shape);
            case Kind.OneOf(var cases) -> cases.values().forEach(this::shape);
            case Kind.Flag _, Kind.Whole _, Kind.Real _, Kind.Words _, Kind.Choice _, Kind.Span _, Kind.Moment _, Kind.Location _, Kind.Hidden _ -> { }
        }
    }

    @Test
    void everyHeadIsShortAndNoSentence() {
        collect();
        assertTrue(labels.size() > 150, "outputs of all rooms: " + labels.size());
        assertEquals(List.of(), labels.entrySet().stream().filter(l -> Width.of(l.getValue().en()) > CHARACTERS_MAX || Width.of(l.getValue().zh()) > CHARACTERS_MAX
            || l.getValue().en().toLowerCase(java.util.Locale.ROOT).startsWith("whether") || l.getValue().zh().startsWith("是否")).map(Map.Entry::toString).toList());
    }

    @Test
    void anMtuIsANumberAsItsToolsWriteIt() {
        collect();
        assertEquals("", units.get("InterfaceInventory.mtuBytes"), "1500, not 1.5 KiB");
    }
}
