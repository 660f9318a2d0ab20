package dev.anole.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JsonSchemaTest {
    public enum Colour { RED, DARK_BLUE }

    public record Inner(@Described(en = "depth", zh = "深度", byDefault = "3") int depth) {
    }

    public sealed interface Verdict {
        record Fine() implements Verdict {
        }

        record NotFine(String why) implements Verdict {
        }
    }

    public record All(
        @Described(en = "how often", zh = "频率", byDefault = "5", min = 1, max = 60, unit = "s") int everySeconds,
        @Described(en = "how long", zh = "多久", byDefault = "90s", min = 1, max = 600, unit = "s") Duration span,
        @Described(en = "which one", zh = "哪一个") Colour colour,
        @Described(en = "a share", zh = "份额") double share,
        @Described(en = "password", zh = "密码") Optional<Secret> password,
        boolean loud, Path file, Instant at, Inner inner, List<Optional<String>> names, Map<String, Long> sizes,
        Verdict verdict) {
    }

    private static final String INPUT = JsonSchema.of(Shape.of(All.class), JsonSchema.Use.INPUT, Language.ENGLISH);
    private static final String OUTPUT = JsonSchema.of(Shape.of(All.class), JsonSchema.Use.OUTPUT, Language.CHINESE);

    @Test
    void anInputNamesItsBoundsAndDefaults() {
        assertTrue(INPUT.contains("\"everySeconds\":{\"description\":\"how often\",\"x-unit\":\"s\",\"type\":\"integer\","
            + "\"format\":\"int32\",\"minimum\":1,\"maximum\":60,\"default\":5}"), INPUT);
        assertTrue(INPUT.contains("\"description\":\"how long (1 to 600 s)\""), INPUT);
        assertTrue(INPUT.contains("\"default\":\"90s\""), INPUT);
    }

    @Test
    void anInputRequiresWhatHasNoDefaultAndRefusesTheRest() {
        assertTrue(INPUT.endsWith("\"required\":[\"colour\",\"share\",\"file\",\"at\",\"verdict\"],\"additionalProperties\":false}"),
            INPUT);
    }

    @Test
    void anOutputHoldsEverythingButWhatMayBeAbsentAndMayGainFields() {
        assertTrue(OUTPUT.endsWith("\"required\":[\"everySeconds\",\"span\",\"colour\",\"share\",\"loud\",\"file\",\"at\","
            + "\"inner\",\"names\",\"sizes\",\"verdict\"]}"), OUTPUT);
        assertFalse(OUTPUT.contains("\"additionalProperties\":false"), OUTPUT);
        assertTrue(OUTPUT.contains("\"share\":{\"description\":\"份额\",\"type\":[\"number\",\"null\"],\"format\":\"double\"}"),
            OUTPUT);
    }

    @Test
    void aSecretIsWrittenAndNeverRead() {
        assertTrue(INPUT.contains("\"password\":{\"description\":\"password\",\"type\":\"string\",\"format\":\"password\","
            + "\"writeOnly\":true}"), INPUT);
    }

    @Test
    void casesAreToldApartByTheirKind() {
        assertTrue(INPUT.contains("{\"type\":\"object\",\"properties\":{\"kind\":{\"const\":\"not-fine\"},"
            + "\"why\":{\"description\":\"why\",\"type\":\"string\"}},\"required\":[\"kind\",\"why\"],"
            + "\"additionalProperties\":false}"), INPUT);
    }

    @Test
    void enumsAreWrittenAsInJson() {
        assertTrue(INPUT.contains("\"enum\":[\"red\",\"dark-blue\"]"), INPUT);
    }

    @Test
    void theSchemaIsJson() throws java.io.IOException {
        for (String schema : List.of(INPUT, OUTPUT)) {
            int depth = 0;
            try (var from = Json.factory().createParser(schema)) {
                while (from.nextToken() != null) {
                    depth++;
                }
            }
            assertEquals(true, depth > 100, schema);
        }
    }
}
