package dev.anole.operation;

import java.util.Objects;

/**
 * What an operation gives: one value, many over time, or bytes.
 *
 * @param <O> what {@link Operation#run} returns
 */
public sealed interface Output<O extends Record> {
    /** One record. */
    record Value<O extends Record>(Shape<O> shape) implements Output<O> {
        public Value {
            Objects.requireNonNull(shape, "shape");
        }
    }

    /** Records one after the other, until the source ends or the reader leaves. */
    record Items<T extends Record>(Shape<T> shape) implements Output<Stream<T>> {
        public Items {
            Objects.requireNonNull(shape, "shape");
        }
    }

    /** Bytes of a media type, such as a file. */
    record Bytes(String mediaType) implements Output<ByteStream> {
        public Bytes {
            Objects.requireNonNull(mediaType, "mediaType");
        }
    }

    static <O extends Record> Output<O> value(Class<O> type) {
        return new Value<>(Shape.of(type));
    }

    static <T extends Record> Output<Stream<T>> items(Class<T> type) {
        return new Items<>(Shape.of(type));
    }

    static Output<ByteStream> bytes(String mediaType) {
        return new Bytes(mediaType);
    }
}
