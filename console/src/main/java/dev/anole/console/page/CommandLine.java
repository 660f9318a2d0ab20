package dev.anole.console.page;

import dev.anole.operation.Component;
import dev.anole.operation.Json;
import dev.anole.operation.Kind;
import dev.anole.operation.Operation;
import dev.anole.operation.Shape;
import dev.anole.operation.Spans;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The command that does the same as a form, ready to paste into a shell. What has its default is left out, and a secret
 * is never in it: it is asked for on standard input. {@code console.js} keeps the line true by the same rules.
 */
final class CommandLine {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

    private CommandLine() {
    }

    /**
     * The line.
     *
     * @param values by component name, as typed into the form
     */
    static String of(Operation<?, ?> operation, Map<String, List<String>> values) {
        StringBuilder line = new StringBuilder("anole ").append(operation.name());
        List<String> positional = new ArrayList<>();
        for (Component c : operation.input().components()) {
            // A text of many lines that begins with an at sign would stand for a file.
            List<String> given = values.getOrDefault(c.name(), List.of()).stream().filter(v -> !v.isEmpty())
                .map(v -> c.lines() && v.startsWith("@") ? "@" + v : v).toList();
            if (c.secret()) {
                if (c.required() || !given.isEmpty()) {
                    line.append(" --").append(c.option()).append("-stdin");
                }
            } else if (!given.isEmpty() && !given.equals(c.byDefault().map(List::of).orElse(List.of()))) {
                if (flag(c.kind())) {
                    String value = given.getFirst();
                    boolean on = value.equals("true");
                    if (on || c.byDefault().filter("true"::equals).isPresent() || c.kind() instanceof Kind.Maybe) {
                        line.append(on ? " --" : " --no-").append(c.option());
                    }
                } else if (c.positional()) {
                    given.forEach(v -> positional.add(quoted(v)));
                } else {
                    given.forEach(v -> line.append(" --").append(c.option()).append(' ').append(quoted(v)));
                }
            }
        }
        if (positional.stream().anyMatch(p -> p.startsWith("-"))) {
            line.append(" --");
        }
        positional.forEach(p -> line.append(' ').append(p));
        return line.toString();
    }

    /** The line of a task that has been started. */
    static String of(Operation<?, ?> operation, Record input) {
        return of(operation, typed(operation.input(), input));
    }

    /** A record taken apart into what one would have typed. */
    static Map<String, List<String>> typed(Shape<?> shape, Record input) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (Component c : shape.components()) {
            List<String> texts = switch (c.value(input)) {
                case Optional<?> o -> o.map(v -> List.of(typed(v))).orElse(List.of());
                case List<?> list -> list.stream().map(CommandLine::typed).toList();
                case Map<?, ?> map -> map.entrySet().stream().map(e -> e.getKey() + "=" + typed(e.getValue())).toList();
                case Object value -> List.of(typed(value));
            };
            values.put(c.name(), texts);
        }
        return values;
    }

    private static String typed(Object value) {
        return switch (value) {
            case Duration d -> Spans.format(d);
            case Enum<?> e -> Kind.Choice.nameOf(e);
            case Double d -> Chart.plain(d);
            case Record r -> Json.write(r);
            default -> value.toString();
        };
    }

    private static boolean flag(Kind kind) {
        return kind instanceof Kind.Flag || kind instanceof Kind.Maybe(Kind.Flag _);
    }

    /** A word of POSIX shell that means the text itself. */
    static String quoted(String text) {
        return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
