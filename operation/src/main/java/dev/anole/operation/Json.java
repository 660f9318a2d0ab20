package dev.anole.operation;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Records as JSON and back, by their {@link Shape}.
 *
 * <p>Written: durations as ISO 8601, instants in UTC, enums in lower case with hyphens, secrets as dots, what is not
 * finite as null; an empty optional is left out. Read: strictly, except that whoever reads the output of a newer version
 * may skip properties it does not know. Input is hostile: nesting, string and number lengths are bounded.
 */
public final class Json {
    /** Deepest nesting that is read. */
    public static final int DEPTH_MAX = 64;
    /** Longest string that is read, in characters. */
    public static final int STRING_MAX = 16 << 20;
    private static final int NAME_MAX = 4096;
    private static final int NUMBER_MAX = 64;
    private static final String KIND = "kind";

    private static final JsonFactory FACTORY = JsonFactory.builder()
        .streamReadConstraints(StreamReadConstraints.builder()
            .maxNestingDepth(DEPTH_MAX).maxStringLength(STRING_MAX).maxNameLength(NAME_MAX).maxNumberLength(NUMBER_MAX)
            .build())
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .build();

    /** What a reader does with a property that its shape does not have. */
    public enum Unknown {
        /** An input: a misspelt option must not be ignored. */
        REFUSE,
        /** An output of a version that may be newer: JSON only ever gains fields. */
        SKIP
    }

    /** Where secrets are written in the clear. */
    private enum Secrets { SHOWN_AS_DOTS, REVEALED }

    private Json() {
    }

    /** The factory with the bounds of this class, for whoever writes or reads JSON that no shape describes. */
    public static JsonFactory factory() {
        return FACTORY;
    }

    public static String write(Record record) {
        return write(record, Secrets.SHOWN_AS_DOTS);
    }

    /**
     * The same with secrets in the clear: for a socket between Anole's own processes, whose peer has been checked. Never
     * for a file or a log.
     */
    public static String writeRevealing(Record record) {
        return write(record, Secrets.REVEALED);
    }

    private static String write(Record record, Secrets secrets) {
        StringWriter out = new StringWriter();
        try (JsonGenerator to = FACTORY.createGenerator(out)) {
            writeRecord(to, record, secrets, Optional.empty());
        } catch (IOException e) {
            throw new UncheckedIOException(e);   // a StringWriter has nothing to fail
        }
        return out.toString();
    }

    /** Writes one record and leaves the writer open. */
    public static void write(Writer out, Record record) throws IOException {
        JsonGenerator to = FACTORY.createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        writeRecord(to, record, Secrets.SHOWN_AS_DOTS, Optional.empty());
        to.close();
    }

    /** Writes one record into a larger document. */
    public static void write(JsonGenerator to, Record record) throws IOException {
        writeRecord(to, record, Secrets.SHOWN_AS_DOTS, Optional.empty());
    }

    private static void writeRecord(JsonGenerator to, Record record, Secrets secrets, Optional<String> kind)
            throws IOException {
        to.writeStartObject();
        if (kind.isPresent()) {
            to.writeStringField(KIND, kind.get());
        }
        for (Component c : Shape.of(record.getClass()).components()) {
            Object value = c.value(record);
            if (value instanceof Optional<?> o && o.isEmpty()) {
                continue;
            }
            to.writeFieldName(c.name());
            writeValue(to, c.kind(), value, secrets);
        }
        to.writeEndObject();
    }

    private static void writeValue(JsonGenerator to, Kind kind, Object value, Secrets secrets) throws IOException {
        switch (kind) {
            case Kind.Flag _ -> to.writeBoolean((Boolean) value);
            case Kind.Whole _ -> to.writeNumber(((Number) value).longValue());
            case Kind.Real _ -> {
                double d = (Double) value;
                if (!Double.isFinite(d)) {
                    to.writeNull();
                } else if (d == Math.rint(d) && Math.abs(d) < 1e15) {
                    to.writeNumber((long) d);
                } else {
                    to.writeNumber(d);
                }
            }
            case Kind.Words _, Kind.Moment _, Kind.Span _, Kind.Location _ -> to.writeString(value.toString());
            case Kind.Choice _ -> to.writeString(Kind.Choice.nameOf((Enum<?>) value));
            case Kind.Hidden _ -> to.writeString(switch (secrets) {
                case SHOWN_AS_DOTS -> Secret.SHOWN;
                case REVEALED -> ((Secret) value).reveal();
            });
            case Kind.Nested _ -> writeRecord(to, (Record) value, secrets, Optional.empty());
            case Kind.OneOf _ -> writeRecord(to, (Record) value, secrets,
                Optional.of(Kind.OneOf.nameOf(value.getClass())));
            case Kind.Maybe(Kind inner) -> {
                Optional<?> o = (Optional<?>) value;
                if (o.isPresent()) {
                    writeValue(to, inner, o.get(), secrets);
                } else {
                    to.writeNull();
                }
            }
            case Kind.Many(Kind element) -> {
                to.writeStartArray();
                for (Object item : (List<?>) value) {
                    writeValue(to, element, item, secrets);
                }
                to.writeEndArray();
            }
            case Kind.Keyed(Kind inner) -> {
                to.writeStartObject();
                for (Map.Entry<?, ?> e : ((Map<?, ?>) value).entrySet()) {
                    to.writeFieldName((String) e.getKey());
                    writeValue(to, inner, e.getValue(), secrets);
                }
                to.writeEndObject();
            }
        }
    }

    /**
     * Reads one record and nothing after it.
     *
     * @throws InvalidValue with the property, or for what is not JSON the line and column
     */
    public static <R extends Record> R read(Shape<R> shape, String json, Unknown unknown) {
        try (JsonParser from = FACTORY.createParser(json)) {
            from.nextToken();
            R record = readRecord(from, shape, unknown, false);
            if (from.nextToken() != null) {
                throw new InvalidValue("", Text.of("there is something after the end", "结尾之后还有内容"));
            }
            return record;
        } catch (JsonProcessingException e) {
            throw notJson(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Object readValue(Kind kind, String json) {
        try (JsonParser from = FACTORY.createParser(json)) {
            from.nextToken();
            return readValue(from, kind, Unknown.REFUSE);
        } catch (JsonProcessingException e) {
            throw notJson(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InvalidValue notJson(JsonProcessingException e) {
        String at = e.getLocation() == null ? "" : "line " + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr();
        return new InvalidValue(at, Text.of("not JSON: " + e.getOriginalMessage().lines().findFirst().orElse(""),
            "不是 JSON：" + e.getOriginalMessage().lines().findFirst().orElse("")));
    }

    /** Reads the record that begins at the parser's current token. */
    public static <R extends Record> R read(JsonParser from, Shape<R> shape, Unknown unknown) throws IOException {
        return readRecord(from, shape, unknown, false);
    }

    private static <R extends Record> R readRecord(JsonParser from, Shape<R> shape, Unknown unknown, boolean inside)
            throws IOException {
        if (!inside && from.currentToken() != JsonToken.START_OBJECT) {
            throw new InvalidValue("", Text.of("an object {…} is expected", "应为对象 {…}"));
        }
        Map<String, Object> values = new HashMap<>();
        while (from.nextToken() == JsonToken.FIELD_NAME) {
            String name = from.currentName();
            Optional<Component> component = shape.components().stream().filter(c -> c.name().equals(name)).findFirst();
            JsonToken token = from.nextToken();
            if (component.isEmpty()) {
                if (unknown == Unknown.REFUSE) {
                    throw new InvalidValue(name, Text.of("there is no such property", "没有这个属性"));
                }
                from.skipChildren();
            } else if (token != JsonToken.VALUE_NULL) {
                try {
                    values.put(name, readValue(from, component.get().kind(), unknown));
                } catch (InvalidValue e) {
                    throw e.in(name);
                }
            } else if (component.get().kind() instanceof Kind.Real) {
                values.put(name, Double.NaN);
            }
        }
        return shape.make(values);
    }

    private static Object readValue(JsonParser from, Kind kind, Unknown unknown) throws IOException {
        JsonToken token = from.currentToken();
        return switch (kind) {
            case Kind.Flag _ -> switch (token) {
                case VALUE_TRUE -> true;
                case VALUE_FALSE -> false;
                default -> throw expected("true or false", "true 或 false");
            };
            case Kind.Whole(boolean wide) -> {
                expect(token == JsonToken.VALUE_NUMBER_INT, "a whole number", "整数");
                yield wide ? (Object) from.getLongValue() : (Object) from.getIntValue();
            }
            case Kind.Real _ -> {
                if (token == JsonToken.VALUE_NULL) {
                    yield Double.NaN;
                }
                expect(token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT, "a number", "数字");
                yield from.getDoubleValue();
            }
            case Kind.Words _ -> string(from);
            case Kind.Choice choice -> choice(choice, string(from));
            case Kind.Span _ -> span(string(from));
            case Kind.Moment _ -> moment(string(from));
            case Kind.Location _ -> path(string(from));
            case Kind.Hidden _ -> Secret.of(string(from));
            case Kind.Nested(Shape<?> shape) -> readRecord(from, shape, unknown, false);
            case Kind.OneOf one -> readCase(from, one, unknown);
            case Kind.Maybe(Kind inner) -> Optional.of(readValue(from, inner, unknown));
            case Kind.Many(Kind element) -> {
                expect(token == JsonToken.START_ARRAY, "a list […]", "列表 […]");
                List<Object> list = new ArrayList<>();
                while (from.nextToken() != JsonToken.END_ARRAY) {
                    try {
                        list.add(readValue(from, element, unknown));
                    } catch (InvalidValue e) {
                        throw e.in(Integer.toString(list.size()));
                    }
                }
                yield java.util.Collections.unmodifiableList(list);
            }
            case Kind.Keyed(Kind inner) -> {
                expect(token == JsonToken.START_OBJECT, "an object {…}", "对象 {…}");
                Map<String, Object> map = new LinkedHashMap<>();
                while (from.nextToken() == JsonToken.FIELD_NAME) {
                    String key = from.currentName();
                    from.nextToken();
                    try {
                        map.put(key, readValue(from, inner, unknown));
                    } catch (InvalidValue e) {
                        throw e.in(key);
                    }
                }
                yield java.util.Collections.unmodifiableMap(map);
            }
        };
    }

    private static Object readCase(JsonParser from, Kind.OneOf one, Unknown unknown) throws IOException {
        expect(from.currentToken() == JsonToken.START_OBJECT, "an object {…}", "对象 {…}");
        expect(from.nextToken() == JsonToken.FIELD_NAME && from.currentName().equals(KIND),
            "\"kind\" as the first property", "“kind” 作为第一个属性");
        from.nextToken();
        Shape<?> shape = one.cases().get(string(from));
        if (shape == null) {
            throw expected("a kind out of " + String.join(", ", one.cases().keySet()),
                "kind 为以下之一：" + String.join(", ", one.cases().keySet()));
        }
        return readRecord(from, shape, unknown, true);
    }

    private static Object choice(Kind.Choice choice, String text) {
        for (Enum<?> constant : choice.type().getEnumConstants()) {
            if (Kind.Choice.nameOf(constant).equals(text)) {
                return constant;
            }
        }
        throw expected("one of " + String.join(", ", choice.names()), "以下之一：" + String.join(", ", choice.names()));
    }

    private static Duration span(String text) {
        try {
            return Spans.parse(text);
        } catch (java.time.DateTimeException e) {
            throw expected("a length of time such as 90s or PT90S", "时长，例如 90s 或 PT90S");
        }
    }

    private static Instant moment(String text) {
        try {
            return Instant.parse(text);
        } catch (java.time.DateTimeException e) {
            throw expected("a time such as 2026-01-31T09:30:00Z", "时间，例如 2026-01-31T09:30:00Z");
        }
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (java.nio.file.InvalidPathException e) {
            throw expected("a path", "路径");
        }
    }

    private static String string(JsonParser from) throws IOException {
        expect(from.currentToken() == JsonToken.VALUE_STRING, "a string", "字符串");
        return from.getText();
    }

    private static void expect(boolean met, String en, String zh) {
        if (!met) {
            throw expected(en, zh);
        }
    }

    private static InvalidValue expected(String en, String zh) {
        return new InvalidValue("", Text.of(en + " is expected", "应为" + zh));
    }
}
