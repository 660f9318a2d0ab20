package dev.anole.image.erofs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Bytes that can be read at any place: an image file, a blob, or a file within an image that holds other metadata.
 * For several threads at once.
 */
public interface Medium extends AutoCloseable {
    /** What to call it in messages. */
    String name();

    /** How many bytes it has. */
    long size();

    /**
     * Reads all that was asked for.
     *
     * @throws ErofsException when it ends before
     * @throws UncheckedIOException when the bytes cannot be had
     */
    void read(long position, byte[] into, int offset, int length);

    /** Gives back what it holds. */
    @Override
    void close();

    /** A file, open until this is closed. */
    static Medium open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            return new FileMedium(file.toString(), channel, channel.size());
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** An array, which is not copied. */
    static Medium of(String name, byte[] bytes) {
        return new ArrayMedium(name, bytes);
    }

    /** Throws what {@link #read} throws for a place outside. */
    default void checkRange(long position, int length) {
        if (position < 0 || length > size() - position) {
            throw new ErofsException(name(), position, length + " bytes are wanted, and it ends at byte " + size());
        }
    }
}

/** A file by its channel. Its size is taken once: what grows or shrinks while it is read is no image. */
record FileMedium(String name, FileChannel channel, long size) implements Medium {
    @Override
    public void read(long position, byte[] into, int offset, int length) {
        checkRange(position, length);
        ByteBuffer buffer = ByteBuffer.wrap(into, offset, length);
        try {
            while (buffer.hasRemaining()) {
                int read = channel.read(buffer, position + buffer.position() - offset);
                if (read < 0) {
                    throw new ErofsException(name, position, "the file has been cut while it was read");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(name + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(name + ": " + e.getMessage(), e);
        }
    }
}

/** An array. */
record ArrayMedium(String name, byte[] bytes) implements Medium {
    @Override
    public long size() {
        return bytes.length;
    }

    @Override
    public void read(long position, byte[] into, int offset, int length) {
        checkRange(position, length);
        System.arraycopy(bytes, (int) position, into, offset, length);
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
