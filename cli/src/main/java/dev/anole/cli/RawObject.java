package dev.anole.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.anole.operation.Json;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A JSON object of which only the outermost level is taken apart: each property with its value as JSON text. For messages
 * whose inner parts belong to somebody else's shape.
 */
record RawObject(Map<String, String> properties) {
    static final RawObject EMPTY = new RawObject(Map.of());

    /** @return empty when the text is not one JSON object and nothing else */
    static Optional<RawObject> of(String json) {
        try (JsonParser from = Json.factory().createParser(json)) {
            if (from.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            Map<String, String> properties = new LinkedHashMap<>();
            while (from.nextToken() == JsonToken.FIELD_NAME) {
                String name = from.currentName();
                from.nextToken();
                properties.put(name, raw(from));
            }
            return from.nextToken() == null ? Optional.of(new RawObject(properties)) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);   // a string has nothing to fail
        }
    }

    private static String raw(JsonParser from) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator to = Json.factory().createGenerator(text)) {
            to.copyCurrentStructure(from);
        }
        return text.toString();
    }

    /** The value as JSON. */
    Optional<String> raw(String name) {
        return Optional.ofNullable(properties.get(name));
    }

    /** The value when it is a string. */
    Optional<String> text(String name) {
        return raw(name).filter(v -> v.startsWith("\"")).map(RawObject::unquoted);
    }

    /** The value when it is an object. */
    Optional<RawObject> object(String name) {
        return raw(name).flatMap(RawObject::of);
    }

    private static String unquoted(String json) {
        try (JsonParser from = Json.factory().createParser(json)) {
            from.nextToken();
            return from.getText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
