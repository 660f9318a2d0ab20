package dev.anole.operation;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;

/**
 * Bytes of an output: a file to save, or what a program pipes on.
 *
 * @param fileName the name that a browser saves it under
 * @param source   writes the bytes; blocks while the reader is slow
 */
public record ByteStream(String fileName, Source source) {
    /** Writes until it ends or is interrupted. */
    @FunctionalInterface
    public interface Source {
        void writeTo(OutputStream out) throws IOException, InterruptedException;
    }

    public ByteStream {
        Objects.requireNonNull(fileName, "fileName");
        Objects.requireNonNull(source, "source");
    }
}
