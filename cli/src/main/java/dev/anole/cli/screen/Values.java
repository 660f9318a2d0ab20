package dev.anole.cli.screen;

import dev.anole.operation.Component;
import dev.anole.operation.Kind;
import dev.anole.operation.Language;
import dev.anole.operation.Spans;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Values of a record as a person reads them: bytes with their prefix, times in the person's zone, yes and no. */
final class Values {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
    private static final String[] BINARY = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    private static final double EXACT_BYTES = 10_000;
    private static final String ABSENT = "–";

    private final Look look;

    Values(Look look) {
        this.look = look;
    }

    /** Whether a column of this kind is set flush right. */
    static boolean numeric(Kind kind) {
        return switch (kind) {
            case Kind.Whole _, Kind.Real _, Kind.Span _ -> true;
            case Kind.Maybe(Kind inner) -> numeric(inner);
            case Kind.Flag _, Kind.Words _, Kind.Choice _, Kind.Moment _, Kind.Location _, Kind.Hidden _, Kind.Nested _,
                 Kind.Many _, Kind.Keyed _, Kind.OneOf _ -> false;
        };
    }

    /** Whether the unit is written into each value, because the value chooses its prefix. */
    static boolean scaled(String unit) {
        return switch (unit) {
            case "bytes", "B", "bytes/s", "B/s" -> true;
            default -> false;
        };
    }

    /** The value with its unit. */
    String withUnit(Component component, Object value) {
        String text = text(component.kind(), component.unit(), value);
        boolean bare = component.unit().isEmpty() || scaled(component.unit()) || text.equals(ABSENT);
        return bare ? text : text + (component.unit().equals("%") ? "%" : " " + component.unit());
    }

    /** The value without its unit, for a column whose head names it. */
    String text(Kind kind, String unit, Object value) {
        return switch (kind) {
            case Kind.Flag _ -> yesNo((Boolean) value);
            case Kind.Whole _ -> number(((Number) value).doubleValue(), unit, true);
            case Kind.Real _ -> number((Double) value, unit, false);
            case Kind.Words _, Kind.Hidden _, Kind.Location _ -> Plain.line(value.toString());
            case Kind.Choice _ -> Kind.Choice.nameOf((Enum<?>) value);
            case Kind.Span _ -> Spans.format((Duration) value);
            case Kind.Moment _ -> TIME.format(((Instant) value).atZone(look.zone()));
            case Kind.Maybe(Kind inner) -> ((Optional<?>) value).map(v -> text(inner, unit, v)).orElse(ABSENT);
            case Kind.Many(Kind element) -> ((List<?>) value).stream().map(v -> text(element, unit, v))
                .collect(Collectors.joining(", "));
            case Kind.Keyed(Kind inner) -> ((Map<?, ?>) value).entrySet().stream()
                .map(e -> Plain.line((String) e.getKey()) + "=" + text(inner, unit, e.getValue())).collect(Collectors.joining(", "));
            case Kind.Nested(var shape) -> fields(shape.components(), (Record) value);
            case Kind.OneOf one -> Kind.OneOf.nameOf(value.getClass()) + prefixed(": ",
                fields(one.cases().get(Kind.OneOf.nameOf(value.getClass())).components(), (Record) value));
        };
    }

    private static String prefixed(String prefix, String text) {
        return text.isEmpty() ? "" : prefix + text;
    }

    /** A small record in one line; of a text in two languages the person's own. */
    private String fields(List<Component> components, Record record) {
        if (record instanceof dev.anole.operation.Text text) {
            return Plain.line(text.in(look.language()));
        }
        return components.stream().map(c -> withUnit(c, c.value(record))).filter(t -> !t.isEmpty() && !t.equals(ABSENT))
            .collect(Collectors.joining(" "));
    }

    private String yesNo(boolean value) {
        return look.language() == Language.CHINESE ? value ? "是" : "否" : value ? "yes" : "no";
    }

    private static String number(double value, String unit, boolean whole) {
        if (!Double.isFinite(value)) {
            return ABSENT;
        }
        if (scaled(unit)) {
            return bytes(value) + (unit.endsWith("/s") ? "/s" : "");
        }
        if (whole || value == Math.rint(value) && Math.abs(value) < 1e15) {
            return Long.toString((long) value);
        }
        return significant(value);
    }

    /** Small amounts exactly, such as a packet's size; larger ones with their prefix. */
    static String bytes(double value) {
        double left = Math.abs(value);
        if (left < EXACT_BYTES) {
            return Math.round(value) + " B";
        }
        int prefix = 0;
        while (left >= 1024 && prefix < BINARY.length - 1) {
            left /= 1024;
            prefix++;
        }
        // 1023.96 would be written 1024.0
        if (left >= 1023.95 && prefix < BINARY.length - 1) {
            left /= 1024;
            prefix++;
        }
        return (value < 0 ? "-" : "") + String.format(Locale.ROOT, "%.1f", left) + " " + BINARY[prefix];
    }

    /** Three digits that matter: 0.0123, 1.23, 12.3, 123. */
    private static String significant(double value) {
        double size = Math.abs(value);
        int places = size >= 100 ? 0 : size >= 10 ? 1 : size >= 0.1 ? 2 : size >= 0.01 ? 3 : 4;
        return String.format(Locale.ROOT, "%." + places + "f", value);
    }
}
