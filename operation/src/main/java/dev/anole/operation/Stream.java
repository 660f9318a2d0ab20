package dev.anole.operation;

import java.util.Objects;
import java.util.function.Consumer;

/**
 * Many records over time: a live view, a followed log. The source runs in the task's thread and blocks while its reader
 * is slow, so nothing piles up.
 *
 * @param <T> one item
 */
public record Stream<T extends Record>(Source<T> source) {
    /** Gives items until it ends or is interrupted. */
    @FunctionalInterface
    public interface Source<T extends Record> {
        void produce(Consumer<? super T> reader) throws InterruptedException;
    }

    public Stream {
        Objects.requireNonNull(source, "source");
    }
}
