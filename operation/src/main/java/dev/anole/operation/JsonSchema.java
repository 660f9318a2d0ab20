package dev.anole.operation;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * A {@link Shape} as a JSON Schema (draft 2020-12), so that what {@link Json} reads and writes can be described to
 * machines: in the OpenAPI document and in the list of an assistant's tools.
 *
 * <p>Schemas stand alone, without references: shapes do not nest in themselves. An input's schema is as strict as
 * {@link Json.Unknown#REFUSE}; an output's leaves room for the fields that a newer version may add.
 *
 * @see <a href="https://json-schema.org/draft/2020-12">JSON Schema 2020-12</a>
 */
public final class JsonSchema {
    /** Which way the values go. */
    public enum Use {
        /** What a caller sends: unknown properties are refused, defaults are named. */
        INPUT,
        /** What a caller gets: fields may be added, numbers that are not finite are null. */
        OUTPUT
    }

    private static final String SPAN_PATTERN = "^((\\d{1,12}(ms|s|m|h|d))+|[Pp].+)$";

    private final JsonGenerator to;
    private final Use use;
    private final Language language;

    private JsonSchema(JsonGenerator to, Use use, Language language) {
        this.to = to;
        this.use = use;
        this.language = language;
    }

    /** The schema of a shape as text. */
    public static String of(Shape<?> shape, Use use, Language language) {
        StringWriter out = new StringWriter();
        try (JsonGenerator to = Json.factory().createGenerator(out)) {
            write(to, shape, use, language);
        } catch (IOException e) {
            throw new UncheckedIOException(e);   // a StringWriter has nothing to fail
        }
        return out.toString();
    }

    /** Writes the schema of a shape into a larger document. */
    public static void write(JsonGenerator to, Shape<?> shape, Use use, Language language) throws IOException {
        JsonSchema schema = new JsonSchema(to, use, language);
        to.writeStartObject();
        schema.object(shape, Optional.empty());
        to.writeEndObject();
    }

    private void object(Shape<?> shape, Optional<String> kind) throws IOException {
        to.writeStringField("type", "object");
        to.writeObjectFieldStart("properties");
        if (kind.isPresent()) {
            to.writeObjectFieldStart("kind");
            to.writeStringField("const", kind.get());
            to.writeEndObject();
        }
        for (Component c : shape.components()) {
            to.writeObjectFieldStart(c.name());
            component(c);
            to.writeEndObject();
        }
        to.writeEndObject();
        to.writeArrayFieldStart("required");
        if (kind.isPresent()) {
            to.writeString("kind");
        }
        for (Component c : shape.components()) {
            if (mustBeThere(c)) {
                to.writeString(c.name());
            }
        }
        to.writeEndArray();
        if (use == Use.INPUT) {
            to.writeBooleanField("additionalProperties", false);
        }
    }

    private boolean mustBeThere(Component c) {
        return switch (use) {
            case OUTPUT -> !(c.kind() instanceof Kind.Maybe);
            case INPUT -> needed(c);
        };
    }

    /** A nested record is needed only when something in it is: it makes itself out of defaults. */
    private static boolean needed(Component c) {
        return c.kind() instanceof Kind.Nested(Shape<?> inner)
            ? inner.components().stream().anyMatch(JsonSchema::needed)
            : c.required();
    }

    private void component(Component c) throws IOException {
        String range = c.kind() instanceof Kind.Span || c.kind() instanceof Kind.Maybe(Kind.Span _)
            ? c.range().in(language) : "";
        to.writeStringField("description", c.label().in(language) + (range.isEmpty() ? "" : " (" + range + ")"));
        if (!c.unit().isEmpty()) {
            to.writeStringField("x-unit", c.unit());
        }
        Kind bare = c.kind() instanceof Kind.Maybe(Kind inner) ? inner : c.kind();
        kind(bare);
        if (use == Use.INPUT) {
            bounds(c, bare);
            if (c.byDefault().isPresent()) {
                byDefault(bare, c.byDefault().get());
            }
        }
    }

    private void bounds(Component c, Kind bare) throws IOException {
        if (bare instanceof Kind.Whole || bare instanceof Kind.Real) {
            if (c.min() > Double.NEGATIVE_INFINITY) {
                number("minimum", c.min());
            }
            if (c.max() < Double.POSITIVE_INFINITY) {
                number("maximum", c.max());
            }
        }
    }

    private void number(String name, double value) throws IOException {
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            to.writeNumberField(name, (long) value);
        } else {
            to.writeNumberField(name, value);
        }
    }

    /** The default as JSON; {@link Component} has checked it when it was made. */
    private void byDefault(Kind kind, String typed) throws IOException {
        to.writeFieldName("default");
        switch (kind) {
            case Kind.Flag _ -> to.writeBoolean(typed.equals("true") || typed.equals("on") || typed.equals("yes"));
            case Kind.Whole _ -> to.writeNumber(Long.parseLong(typed));
            case Kind.Real _ -> to.writeNumber(Double.parseDouble(typed));
            case Kind.Words _, Kind.Choice _, Kind.Span _, Kind.Moment _, Kind.Location _ -> to.writeString(typed);
            case Kind.Hidden _ -> to.writeString(Secret.SHOWN);
            case Kind.Nested _, Kind.Many _, Kind.Keyed _, Kind.Maybe _, Kind.OneOf _ -> to.writeRawValue(typed);
        }
    }

    /** The keywords of a kind, inside the object that the caller has begun. */
    private void kind(Kind kind) throws IOException {
        switch (kind) {
            case Kind.Flag _ -> to.writeStringField("type", "boolean");
            case Kind.Whole(boolean wide) -> {
                to.writeStringField("type", "integer");
                to.writeStringField("format", wide ? "int64" : "int32");
            }
            case Kind.Real _ -> {
                switch (use) {
                    case INPUT -> to.writeStringField("type", "number");
                    case OUTPUT -> types("number", "null");
                }
                to.writeStringField("format", "double");
            }
            case Kind.Words _, Kind.Location _ -> to.writeStringField("type", "string");
            case Kind.Choice choice -> {
                to.writeStringField("type", "string");
                to.writeArrayFieldStart("enum");
                for (String name : choice.names()) {
                    to.writeString(name);
                }
                to.writeEndArray();
            }
            case Kind.Span _ -> {
                to.writeStringField("type", "string");
                switch (use) {
                    case INPUT -> to.writeStringField("pattern", SPAN_PATTERN);
                    case OUTPUT -> to.writeStringField("format", "duration");
                }
            }
            case Kind.Moment _ -> {
                to.writeStringField("type", "string");
                to.writeStringField("format", "date-time");
            }
            case Kind.Hidden _ -> {
                to.writeStringField("type", "string");
                to.writeStringField("format", "password");
                if (use == Use.INPUT) {
                    to.writeBooleanField("writeOnly", true);
                }
            }
            case Kind.Nested(Shape<?> shape) -> object(shape, Optional.empty());
            case Kind.Many(Kind element) -> {
                to.writeStringField("type", "array");
                to.writeObjectFieldStart("items");
                kind(element);
                to.writeEndObject();
            }
            case Kind.Keyed(Kind value) -> {
                to.writeStringField("type", "object");
                to.writeObjectFieldStart("additionalProperties");
                kind(value);
                to.writeEndObject();
            }
            case Kind.Maybe(Kind inner) -> {
                // Reached inside a list or a map only, where nothing can be left out: absent is null there.
                to.writeArrayFieldStart("anyOf");
                to.writeStartObject();
                kind(inner);
                to.writeEndObject();
                to.writeStartObject();
                to.writeStringField("type", "null");
                to.writeEndObject();
                to.writeEndArray();
            }
            case Kind.OneOf(var cases) -> {
                to.writeArrayFieldStart("oneOf");
                for (var e : cases.entrySet()) {
                    to.writeStartObject();
                    object(e.getValue(), Optional.of(e.getKey()));
                    to.writeEndObject();
                }
                to.writeEndArray();
            }
        }
    }

    private void types(String... names) throws IOException {
        to.writeArrayFieldStart("type");
        for (String name : names) {
            to.writeString(name);
        }
        to.writeEndArray();
    }
}
