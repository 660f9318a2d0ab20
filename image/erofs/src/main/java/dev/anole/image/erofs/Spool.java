package dev.anole.image.erofs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Small pieces that belong beside their inodes, kept on disk until the inodes are written: a million of them would not
 * fit in memory. The file has no name from the start, so nothing of it can stay.
 */
final class Spool implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 16;

    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    private long flushed;

    Spool(Path directory) throws IOException {
        Path file = Files.createTempFile(directory, ".", ".spool");
        channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE);
        Files.deleteIfExists(file);
    }

    /** Keeps bytes, fewer than the buffer has. Answers where. */
    long keep(ByteBuffer bytes) {
        if (buffer.remaining() < bytes.remaining()) {
            flush();
        }
        long place = flushed + buffer.position();
        buffer.put(bytes);
        return place;
    }

    byte[] get(long place, int length) {
        flush();
        ByteBuffer bytes = ByteBuffer.allocate(length);
        try {
            while (bytes.hasRemaining() && channel.read(bytes, place + bytes.position()) >= 0) {
                // Until all is there.
            }
        } catch (IOException e) {
            throw new UncheckedIOException("read back what was set aside: " + e.getMessage(), e);
        }
        return bytes.array();
    }

    private void flush() {
        buffer.flip();
        try {
            while (buffer.hasRemaining()) {
                flushed += channel.write(buffer, flushed);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("set a piece aside: " + e.getMessage(), e);
        }
        buffer.clear();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("close what was set aside: " + e.getMessage(), e);
        }
    }
}
