package dev.anole.image.erofs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32;

/**
 * A file that is being made: bytes are appended under a temporary name beside the target, and the target appears whole,
 * or not at all.
 */
final class ImageOutput implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 20;

    private final Path target;
    private final Path temporary;
    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    /** Not CRC32C: only the second compiler makes that fast, and a build is over before it comes. */
    private final CRC32 crc = new CRC32();
    private long written;
    private boolean finished;

    ImageOutput(Path target) throws IOException {
        this.target = target;
        Path directory = target.toAbsolutePath().getParent();
        temporary = Files.createTempFile(directory, "." + target.getFileName() + ".", ".partial");
        channel = FileChannel.open(temporary, StandardOpenOption.WRITE);
    }

    /** Where the next byte goes. */
    long position() {
        return written + buffer.position();
    }

    /** A number that follows from all bytes so far. */
    long crc() {
        flush();
        return crc.getValue();
    }

    /** Appends what the buffer holds, and empties it. */
    void append(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            if (!buffer.hasRemaining()) {
                flush();
            }
            int part = Math.min(buffer.remaining(), bytes.remaining());
            buffer.put(buffer.position(), bytes, bytes.position(), part);
            buffer.position(buffer.position() + part);
            bytes.position(bytes.position() + part);
        }
    }

    void append(byte[] bytes, int offset, int length) {
        append(ByteBuffer.wrap(bytes, offset, length));
    }

    void append(byte[] bytes) {
        append(bytes, 0, bytes.length);
    }

    /** Appends zeros up to a place. */
    void padTo(long place) {
        long missing = place - position();
        if (missing < 0) {
            throw new IllegalArgumentException("byte " + place + " has been written");
        }
        while (missing > 0) {
            if (!buffer.hasRemaining()) {
                flush();
            }
            int part = (int) Math.min(missing, buffer.remaining());
            for (int i = 0; i < part; i++) {
                buffer.put((byte) 0);
            }
            missing -= part;
        }
    }

    /** Appends zeros up to a multiple of a power of two. */
    void align(int unit) {
        padTo(position() + unit - 1 & -(long) unit);
    }

    /** Writes over what has been appended. */
    void overwrite(long place, byte[] bytes) {
        flush();
        write(ByteBuffer.wrap(bytes), place);
    }

    /** Makes it durable and gives it its name. */
    void finish() {
        flush();
        try {
            channel.force(true);
            channel.close();
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw trouble(e);
        }
        finished = true;
    }

    /** Without {@link #finish}, nothing stays. */
    @Override
    public void close() {
        if (!finished) {
            finished = true;
            try {
                channel.close();
                Files.deleteIfExists(temporary);
            } catch (IOException e) {
                throw trouble(e);
            }
        }
    }

    private void flush() {
        buffer.flip();
        crc.update(buffer.duplicate());
        int length = buffer.remaining();
        write(buffer, written);
        written += length;
        buffer.clear();
    }

    private void write(ByteBuffer bytes, long place) {
        try {
            long at = place;
            while (bytes.hasRemaining()) {
                at += channel.write(bytes, at);
            }
        } catch (IOException e) {
            throw trouble(e);
        }
    }

    private UncheckedIOException trouble(IOException e) {
        return new UncheckedIOException("write " + target + ": " + e.getMessage(), e);
    }
}
