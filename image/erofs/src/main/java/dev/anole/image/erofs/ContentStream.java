package dev.anole.image.erofs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** A file's data from its start. */
final class ContentStream extends InputStream {
    private final ContentReader content;
    private long position;

    ContentStream(ContentReader content) {
        this.content = content;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        java.util.Objects.checkFromIndexSize(offset, length, into.length);
        if (length == 0) {
            return 0;
        }
        int read = read(content, position, into, offset, length);
        position += read;
        return read == 0 ? -1 : read;
    }

    @Override
    public long skip(long count) {
        long skipped = Math.max(0, Math.min(count, content.inode().size() - position));
        position += skipped;
        return skipped;
    }

    @Override
    public int available() {
        return (int) Math.min(Integer.MAX_VALUE, content.inode().size() - position);
    }

    /** At this edge the errors are java.io's. */
    static int read(ContentReader content, long position, byte[] into, int offset, int length) throws IOException {
        try {
            return content.read(position, into, offset, length);
        } catch (ImageException e) {
            throw new IOException(e.getMessage(), e);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
