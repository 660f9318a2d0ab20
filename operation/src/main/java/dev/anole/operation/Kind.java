package dev.anole.operation;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a record component can hold. All doors read and write values by their kind, so this list is what a command
 * option, a JSON property, a form field and a line of TOML have in common.
 */
public sealed interface Kind {
    /** True or false. On the command line its presence. */
    record Flag() implements Kind {
    }

    /** A whole number, {@code int} or {@code long}. */
    record Whole(boolean wide) implements Kind {
    }

    /** A {@code double}; what is not finite is null in JSON. */
    record Real() implements Kind {
    }

    /** A string. */
    record Words() implements Kind {
    }

    /** One of an enum's constants, written in lower case with hyphens. */
    record Choice(Class<? extends Enum<?>> type) implements Kind {
        /** The constants as they are written, in their order. */
        public List<String> names() {
            return Stream.of(type.getEnumConstants()).map(Choice::nameOf).toList();
        }

        /** {@code READS_SECRETS} is written {@code reads-secrets}. */
        public static String nameOf(Enum<?> constant) {
            return constant.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    /** A length of time: {@code 90s}, {@code 1h30m}, {@code PT90S}. */
    record Span() implements Kind {
    }

    /** A point in time, ISO 8601 in UTC. */
    record Moment() implements Kind {
    }

    /** A path on the host. */
    record Location() implements Kind {
    }

    /** A {@link Secret}; written as dots. */
    record Hidden() implements Kind {
    }

    /** A record in a record. */
    record Nested(Shape<?> shape) implements Kind {
    }

    /** A list. */
    record Many(Kind element) implements Kind {
    }

    /** A map from strings. */
    record Keyed(Kind value) implements Kind {
    }

    /** An {@link Optional}; absent in JSON when it is empty. */
    record Maybe(Kind value) implements Kind {
    }

    /** A sealed interface whose cases are records, told apart by the property {@code kind}. */
    record OneOf(Map<String, Shape<?>> cases) implements Kind {
        public OneOf {
            cases = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(cases));
        }

        /** The name of a case: {@code Unavailable} is {@code unavailable}. */
        public static String nameOf(Class<?> type) {
            return type.getSimpleName().replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * The kind of a Java type.
     *
     * @throws IllegalArgumentException for a type that is not on the list: a mistake of the one who wrote the record
     */
    static Kind of(Type type) {
        Objects.requireNonNull(type, "type");
        if (type instanceof ParameterizedType generic) {
            Type argument = generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1];
            if (generic.getRawType() == List.class) {
                return new Many(of(argument));
            }
            if (generic.getRawType() == Optional.class) {
                return new Maybe(of(argument));
            }
            if (generic.getRawType() == Map.class && generic.getActualTypeArguments()[0] == String.class) {
                return new Keyed(of(argument));
            }
        } else if (type instanceof Class<?> c) {
            // The boxed types stand inside lists, maps and optionals, where Java has no place for the plain ones.
            if (c == boolean.class || c == Boolean.class) {
                return new Flag();
            }
            if (c == int.class || c == long.class || c == Integer.class || c == Long.class) {
                return new Whole(c == long.class || c == Long.class);
            }
            if (c == double.class || c == Double.class) {
                return new Real();
            }
            if (c == String.class) {
                return new Words();
            }
            if (c == Duration.class) {
                return new Span();
            }
            if (c == Instant.class) {
                return new Moment();
            }
            if (c == Path.class) {
                return new Location();
            }
            if (c == Secret.class) {
                return new Hidden();
            }
            if (c.isEnum()) {
                @SuppressWarnings("unchecked")
                Class<? extends Enum<?>> constants = (Class<? extends Enum<?>>) c;
                return new Choice(constants);
            }
            if (c.isRecord()) {
                return new Nested(Shape.of(c.asSubclass(Record.class)));
            }
            if (c.isSealed() && c.isInterface()) {
                return new OneOf(Stream.of(c.getPermittedSubclasses()).collect(Collectors.toMap(
                    OneOf::nameOf, k -> Shape.of(k.asSubclass(Record.class)), (a, b) -> a, LinkedHashMap::new)));
            }
        }
        throw new IllegalArgumentException("a record that doors show cannot hold a " + type.getTypeName());
    }
}
