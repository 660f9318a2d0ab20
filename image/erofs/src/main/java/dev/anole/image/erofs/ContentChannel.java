package dev.anole.image.erofs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/** A file's data at any place. */
final class ContentChannel implements SeekableByteChannel {
    /** For buffers that are no arrays: what is copied at once. */
    private static final int CHUNK_BYTES = 64 * 1024;

    private final ContentReader content;
    private long position;
    private boolean closed;

    ContentChannel(ContentReader content) {
        this.content = content;
    }

    @Override
    public synchronized int read(ByteBuffer into) throws IOException {
        checkOpen();
        if (position >= content.inode().size()) {
            return -1;
        }
        int done = 0;
        if (into.hasArray()) {
            done = ContentStream.read(content, position, into.array(), into.arrayOffset() + into.position(),
                    into.remaining());
            into.position(into.position() + done);
        } else {
            byte[] chunk = new byte[Math.min(into.remaining(), CHUNK_BYTES)];
            int read;
            while (into.hasRemaining() && (read = ContentStream.read(content, position + done, chunk, 0,
                    Math.min(chunk.length, into.remaining()))) > 0) {
                into.put(chunk, 0, read);
                done += read;
            }
        }
        position += done;
        return done;
    }

    @Override
    public synchronized long position() throws IOException {
        checkOpen();
        return position;
    }

    @Override
    public synchronized SeekableByteChannel position(long target) throws IOException {
        checkOpen();
        if (target < 0) {
            throw new IllegalArgumentException("position " + target);
        }
        position = target;
        return this;
    }

    @Override
    public long size() throws IOException {
        checkOpen();
        return content.inode().size();
    }

    @Override
    public int write(ByteBuffer from) {
        throw new NonWritableChannelException();
    }

    @Override
    public SeekableByteChannel truncate(long size) {
        throw new NonWritableChannelException();
    }

    @Override
    public boolean isOpen() {
        return !closed;
    }

    @Override
    public void close() {
        closed = true;
    }

    private void checkOpen() throws ClosedChannelException {
        if (closed) {
            throw new ClosedChannelException();
        }
    }
}
