package dev.anole.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ShapeTest {
    public enum Colour { DARK_RED, GREEN }

    public sealed interface Figure {
        record Circle(double radius) implements Figure {
        }

        record LongLine(int points) implements Figure {
        }
    }

    public record Inner(@Described(en = "Name", zh = "名称") String name, List<Long> counts) {
    }

    public record Everything(
        @Described(en = "Seconds", zh = "秒数", byDefault = "10", min = 1, max = 60, unit = "s") int seconds,
        @Described(en = "Colour", zh = "颜色", byDefault = "green") Colour colour,
        boolean loud,
        Optional<String> maybe,
        List<String> tags,
        Map<String, Integer> sizes,
        @Described(en = "Wait", zh = "等待", byDefault = "1h30m", max = 86400) Duration pause,
        Optional<Instant> at,
        Optional<Path> where,
        Optional<Secret> password,
        Optional<Inner> inner,
        Optional<Figure> figure,
        @Described(en = "Share", zh = "比例", byDefault = "0.5") double share) {
    }

    private static final Shape<Everything> SHAPE = Shape.of(Everything.class);

    @Test
    void whatIsAbsentTakesItsDefault() {
        Everything e = SHAPE.make(Map.of());
        assertEquals(10, e.seconds());
        assertEquals(Colour.GREEN, e.colour());
        assertEquals(Duration.ofMinutes(90), e.pause());
        assertEquals(Optional.empty(), e.maybe());
        assertEquals(List.of(), e.tags());
    }

    @Test
    void theSameStringsMeanTheSameOnEveryDoor() {
        Everything e = SHAPE.parse(Map.of("seconds", List.of("60"), "colour", List.of("dark-red"), "loud", List.of("true"),
            "tags", List.of("a", "b"), "sizes", List.of("x=1", "y=2"), "pause", List.of("90s"),
            "at", List.of("2026-01-31T09:30:00Z"), "where", List.of("/etc/x"), "password", List.of("geheim")));
        assertEquals(60, e.seconds());
        assertEquals(Colour.DARK_RED, e.colour());
        assertEquals(Map.of("x", 1, "y", 2), e.sizes());
        assertEquals("geheim", e.password().orElseThrow().reveal());
        assertEquals(e, Json.read(SHAPE, Json.writeRevealing(e), Json.Unknown.REFUSE));
    }

    @Test
    void boundsAreSaidInWords() {
        InvalidValue e = assertThrows(InvalidValue.class, () -> SHAPE.parse(Map.of("seconds", List.of("61"))));
        assertEquals("seconds: 61 is not 1 to 60 s", e.getMessage());
        e = assertThrows(InvalidValue.class, () -> Json.read(SHAPE, "{\"seconds\":0}", Json.Unknown.REFUSE));
        assertEquals("seconds: 0 is not 1 to 60 s", e.getMessage());
        e = assertThrows(InvalidValue.class, () -> SHAPE.parse(Map.of("pause", List.of("2d"))));
        assertTrue(e.getMessage().contains("at most 86400"), e.getMessage());
    }

    @Test
    void aWrongWordNamesTheRightOnes() {
        InvalidValue e = assertThrows(InvalidValue.class, () -> SHAPE.parse(Map.of("colour", List.of("blue"))));
        assertEquals("colour: \"blue\" is not one of dark-red, green", e.getMessage());
        assertThrows(InvalidValue.class, () -> SHAPE.parse(Map.of("color", List.of("green"))));
    }

    @Test
    void aSecretIsNeverWritten() {
        Everything e = SHAPE.parse(Map.of("password", List.of("hunter2")));
        assertFalse(Json.write(e).contains("hunter2"));
        assertFalse(e.toString().contains("hunter2"));
        assertTrue(Json.writeRevealing(e).contains("hunter2"));
    }

    @Test
    void nestedRecordsAndCasesGoThereAndBack() {
        Everything e = new Everything(1, Colour.GREEN, true, Optional.of("x"), List.of(), Map.of(), Duration.ofMillis(1500),
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(new Inner("n", List.of(1L, 1L << 60))),
            Optional.of(new Figure.LongLine(3)), 0.25);
        String json = Json.write(e);
        assertTrue(json.contains("\"figure\":{\"kind\":\"long-line\",\"points\":3}"), json);
        assertEquals(e, Json.read(SHAPE, json, Json.Unknown.REFUSE));
    }

    @Test
    void anUnknownPropertyIsRefusedInAnInputAndSkippedInAnOutput() {
        String newer = "{\"seconds\":5,\"new\":{\"deep\":[1,2]}}";
        assertThrows(InvalidValue.class, () -> Json.read(SHAPE, newer, Json.Unknown.REFUSE));
        assertEquals(5, Json.read(SHAPE, newer, Json.Unknown.SKIP).seconds());
    }

    @Test
    void hostileJsonIsRefusedInOneLine() {
        for (String bad : List.of("", "[]", "{", "{\"seconds\":1}{}", "{\"seconds\":1,\"seconds\":2}", "nul",
                "{\"seconds\":1e999}", "{\"seconds\":99999999999}", "{\"tags\":[null]}", "{\"where\":\"\\u0000\"}",
                "{\"inner\":" + "[".repeat(2000) + "]".repeat(2000) + "}", "{\"share\":\"NaN\"}", "\u0000")) {
            InvalidValue e = assertThrows(InvalidValue.class, () -> Json.read(SHAPE, bad, Json.Unknown.REFUSE), bad);
            assertFalse(e.getMessage().contains("\n"), e.getMessage());
        }
    }

    @Test
    void spansAreWrittenAsTheyAreRead() {
        for (String text : List.of("0s", "500ms", "90s", "1h30m", "7d", "1d2h3m4s5ms")) {
            assertEquals(Spans.parse(text), Spans.parse(Spans.format(Spans.parse(text))), text);
        }
        assertEquals("1m30s", Spans.format(Duration.ofSeconds(90)));
    }
}
