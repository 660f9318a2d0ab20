package dev.anole.operation;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One component of a {@link Shape}: its name, what it means, what it may hold.
 *
 * <p>What it means is read from its {@link Described} when somebody asks: an annotation is a proxy with an invocation
 * handler, and a command that writes JSON needs none of a hundred of them.
 */
public final class Component {
    private final RecordComponent declared;
    private final String name;
    private final String option;
    private volatile Kind kind;
    private volatile Meaning meaning;

    /** What {@link Described} says, or what is taken where it is missing. */
    private record Meaning(Text label, String unit, double min, double max, boolean positional, boolean lines, Optional<String> byDefault) {
        static Meaning of(RecordComponent declared, String option) {
            Described d = declared.getAnnotation(Described.class);
            return d == null
                ? new Meaning(Text.same(option.replace('-', ' ')), "", Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, false, false, Optional.empty())
                : new Meaning(Text.of(d.en(), d.zh()), d.unit(), d.min(), d.max(), d.positional(), d.lines(),
                    d.byDefault().isEmpty() ? Optional.empty() : Optional.of(d.byDefault()));
        }
    }

    Component(RecordComponent declared) {
        this.declared = declared;
        this.name = declared.getName();
        this.option = hyphenated(name);
    }

    /** {@code maxFiles} is {@code max-files}. */
    private static String hyphenated(String name) {
        StringBuilder option = new StringBuilder(name.length() + 4);
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean capital = c >= 'A' && c <= 'Z';
            char before = i == 0 ? '-' : name.charAt(i - 1);
            if (capital && (before >= 'a' && before <= 'z' || before >= '0' && before <= '9')) {
                option.append('-');
            }
            option.append(capital ? (char) (c + 32) : c);
        }
        return option.toString();
    }

    private Meaning meaning() {
        Meaning known = meaning;
        if (known == null) {
            known = Meaning.of(declared, option);
            meaning = known;
            known.byDefault().ifPresent(text -> checked(parseOne(kind(), text)));   // a wrong default is a mistake of who wrote it
        }
        return known;
    }

    /** As in Java and JSON: {@code maxFiles}. */
    public String name() {
        return name;
    }

    /** As on the command line, without the dashes: {@code max-files}. */
    public String option() {
        return option;
    }

    /** What it means, one line. */
    public Text label() {
        return meaning().label();
    }

    /**
     * What it holds.
     *
     * @throws IllegalArgumentException for a type that no door can show: a mistake of the one who wrote the record
     */
    public Kind kind() {
        Kind known = kind;
        if (known == null) {
            known = Kind.of(declared.getGenericType());
            kind = known;
        }
        return known;
    }

    /** The unit of a number, or empty. */
    public String unit() {
        return meaning().unit();
    }

    /** The least that is accepted, or negative infinity. */
    public double min() {
        return meaning().min();
    }

    /** The most that is accepted, or infinity. */
    public double max() {
        return meaning().max();
    }

    public boolean positional() {
        return meaning().positional();
    }

    /** Whether it is a text of many lines. */
    public boolean lines() {
        return meaning().lines();
    }

    /** The default as it would be typed. */
    public Optional<String> byDefault() {
        return meaning().byDefault();
    }

    /** Whether a value must be given. */
    public boolean required() {
        return byDefault().isEmpty() && switch (kind()) {
            case Kind.Flag _, Kind.Many _, Kind.Keyed _, Kind.Maybe _ -> false;
            case Kind.Whole _, Kind.Real _, Kind.Words _, Kind.Choice _, Kind.Span _, Kind.Moment _, Kind.Location _,
                 Kind.Hidden _, Kind.Nested _, Kind.OneOf _ -> true;
        };
    }

    /** Whether it holds, or may hold, a secret. */
    public boolean secret() {
        return kind() instanceof Kind.Hidden || kind() instanceof Kind.Maybe(Kind.Hidden _);
    }

    /** Its value in a record of the shape. */
    public Object value(Record record) {
        try {
            return declared.getAccessor().invoke(record);
        } catch (InvocationTargetException thrown) {
            switch (thrown.getCause()) {
                case RuntimeException e -> throw e;
                case Error e -> throw e;
                default -> throw new IllegalStateException("accessor " + name, thrown.getCause());
            }
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("accessor " + name, e);
        }
    }

    /** The value where none is given. */
    Object absent() {
        if (byDefault().isPresent()) {
            Object value = parseOne(bare(), byDefault().get());
            return kind() instanceof Kind.Maybe ? Optional.of(value) : value;
        }
        return switch (kind()) {
            case Kind.Flag _ -> false;
            case Kind.Many _ -> List.of();
            case Kind.Keyed _ -> Map.of();
            case Kind.Maybe _ -> Optional.empty();
            case Kind.Nested(Shape<?> shape) -> nestedDefault(shape);
            case Kind.Whole _, Kind.Real _, Kind.Words _, Kind.Choice _, Kind.Span _, Kind.Moment _, Kind.Location _,
                 Kind.Hidden _, Kind.OneOf _ -> throw new InvalidValue(name, Text.of("a value is needed", "缺少值"));
        };
    }

    private Object nestedDefault(Shape<?> shape) {
        try {
            return shape.make(Map.of());
        } catch (InvalidValue e) {
            throw e.in(name);
        }
    }

    /** The value itself when it lies within the bounds. */
    Object checked(Object value) {
        Object bare = value instanceof Optional<?> o ? o.orElse(null) : value;
        Optional<Double> measure = switch (bare) {
            case null -> Optional.empty();
            case Number n -> Optional.of(n.doubleValue());
            case Duration d -> Optional.of(d.toNanos() / 1e9);
            default -> Optional.empty();
        };
        measure.ifPresent(m -> {
            if (m < min() || m > max()) {
                throw new InvalidValue(name, Text.of(written(m) + " is not " + range().en(), written(m) + " 不在范围内：" + range().zh()));
            }
        });
        return value;
    }

    /** The bounds in words: "1 to 60", "at least 1". */
    public Text range() {
        String tail = unit().isEmpty() ? "" : " " + unit();
        if (min() > Double.NEGATIVE_INFINITY && max() < Double.POSITIVE_INFINITY) {
            return Text.of(written(min()) + " to " + written(max()) + tail, written(min()) + " 到 " + written(max()) + tail);
        }
        if (min() > Double.NEGATIVE_INFINITY) {
            return Text.of("at least " + written(min()) + tail, "至少 " + written(min()) + tail);
        }
        if (max() < Double.POSITIVE_INFINITY) {
            return Text.of("at most " + written(max()) + tail, "至多 " + written(max()) + tail);
        }
        return Text.same("");
    }

    private static String written(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15 ? Long.toString((long) number) : Double.toString(number);
    }

    /** Reads what was typed; empty text for something optional means that nothing was given. */
    Optional<Object> parse(List<String> texts) {
        if (kind() instanceof Kind.Many(Kind element)) {
            List<Object> list = new ArrayList<>();
            for (String text : texts) {
                if (!text.isEmpty()) {
                    list.add(checked(parseOne(element, text)));
                }
            }
            return Optional.of(List.copyOf(list));
        }
        if (kind() instanceof Kind.Keyed(Kind value)) {
            Map<String, Object> map = new java.util.LinkedHashMap<>();
            for (String text : texts) {
                int equals = text.indexOf('=');
                if (text.isEmpty()) {
                    continue;   // a field of a form that was left empty
                }
                if (equals < 1) {
                    throw new InvalidValue(name, Text.of("\"" + text + "\" is not key=value", "“" + text + "” 不是 键=值"));
                }
                map.put(text.substring(0, equals), parseOne(value, text.substring(equals + 1)));
            }
            return Optional.of(java.util.Collections.unmodifiableMap(map));
        }
        if (texts.isEmpty()) {
            return Optional.empty();
        }
        if (texts.size() > 1) {
            throw new InvalidValue(name, Text.of("one value is enough", "只能给一个值"));
        }
        String text = texts.getFirst();
        if (text.isEmpty() && (!(kind() instanceof Kind.Words) || byDefault().isPresent())) {
            return Optional.empty();
        }
        Object value = parseOne(bare(), text);
        return Optional.of(checked(kind() instanceof Kind.Maybe ? Optional.of(value) : value));
    }

    private Kind bare() {
        return kind() instanceof Kind.Maybe(Kind inner) ? inner : kind;
    }

    /** One value of a kind from its text. */
    Object parseOne(Kind kind, String text) {
        try {
            return switch (kind) {
                case Kind.Flag _ -> switch (text) {
                    case "true", "on", "yes" -> true;
                    case "false", "off", "no" -> false;
                    default -> throw wrong(text, Text.of("true or false", "true 或 false"));
                };
                case Kind.Whole(boolean wide) -> wide ? (Object) Long.parseLong(text) : (Object) Integer.parseInt(text);
                case Kind.Real _ -> Double.parseDouble(text);
                case Kind.Words _ -> text;
                case Kind.Choice choice -> constant(choice, text);
                case Kind.Span _ -> Spans.parse(text);
                case Kind.Moment _ -> Instant.parse(text);
                case Kind.Location _ -> Path.of(text);
                case Kind.Hidden _ -> Secret.of(text);
                case Kind.Nested _, Kind.OneOf _, Kind.Keyed _, Kind.Many _, Kind.Maybe _ ->
                    Json.readValue(kind, text);
            };
        } catch (NumberFormatException e) {
            throw wrong(text, kind instanceof Kind.Real ? Text.of("a number", "数字") : Text.of("a whole number", "整数"));
        } catch (DateTimeException e) {
            throw wrong(text, kind instanceof Kind.Span ? Text.of("a length of time such as 90s or 1h30m", "时长，例如 90s 或 1h30m")
                : Text.of("a time such as 2026-01-31T09:30:00Z", "时间，例如 2026-01-31T09:30:00Z"));
        } catch (InvalidPathException e) {
            throw wrong(text.replace('\0', '?'), Text.of("a path", "路径"));
        }
    }

    private InvalidValue wrong(String text, Text expected) {
        String shown = text.length() > 80 ? text.substring(0, 80) + "…" : text;
        return new InvalidValue(name, Text.of("\"" + shown + "\" is not " + expected.en(), "“" + shown + "” 不是" + expected.zh()));
    }

    private Object constant(Kind.Choice choice, String text) {
        for (Enum<?> constant : choice.type().getEnumConstants()) {
            if (Kind.Choice.nameOf(constant).equals(text)) {
                return constant;
            }
        }
        String names = String.join(", ", choice.names());
        throw wrong(text, Text.of("one of " + names, "以下之一：" + names));
    }

    @Override
    public String toString() {
        return name + ": " + kind();
    }
}
