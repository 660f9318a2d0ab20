package dev.anole.image.erofs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.GZIPInputStream;

/** A file whose pieces stand in gzip members of a blob, read forwards. */
final class GzipContent implements FileContent {
    private static final int CHUNK_BYTES = 64 * 1024;

    private final Medium blob;
    private final List<EstargzToc.Span> spans;
    private final long size;
    private Optional<InputStream> open = Optional.empty();
    private int span = -1;
    private long position;

    GzipContent(Medium blob, List<EstargzToc.Span> spans, long size) {
        this.blob = blob;
        this.spans = spans;
        this.size = size;
    }

    @Override
    public int read(long from, ByteBuffer into) {
        if (from != position) {
            throw new IllegalArgumentException("it is read forwards: byte " + from + " after " + position);
        }
        byte[] chunk = new byte[CHUNK_BYTES];
        int done = 0;
        try {
            while (into.hasRemaining() && position < size) {
                if (open.isEmpty() || position == spans.get(span).start() + spans.get(span).length()) {
                    next();
                }
                EstargzToc.Span now = spans.get(span);
                int most = (int) Math.min(Math.min(chunk.length, into.remaining()),
                        now.start() + now.length() - position);
                int read = open.orElseThrow().readNBytes(chunk, 0, most);
                if (read < most) {
                    throw new ErofsException("gzip member", now.begin(), "it ends before its piece of a file does");
                }
                into.put(chunk, 0, read);
                position += read;
                done += read;
            }
        } catch (IOException e) {
            throw new ErofsException("gzip member", spans.get(Math.max(0, span)).begin(), e.getMessage());
        }
        return done;
    }

    private void next() throws IOException {
        span++;
        EstargzToc.Span now = spans.get(span);
        GZIPInputStream member = new GZIPInputStream(new MediumStream(blob, now.begin(), now.end()), CHUNK_BYTES);
        member.skipNBytes(now.inner());
        open = Optional.of(member);
    }

    @Override
    public OptionalLong nextData(long from) {
        return from < size ? OptionalLong.of(from) : OptionalLong.empty();
    }

    @Override
    public long nextHole(long from) {
        return size;
    }

    @Override
    public void close() {
        // The blob is closed by whoever opened it.
    }

    /** A part of a medium as a stream. */
    private static final class MediumStream extends InputStream {
        private final Medium medium;
        private final long end;
        private long at;

        private MediumStream(Medium medium, long start, long end) {
            this.medium = medium;
            this.end = end;
            at = start;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            int part = (int) Math.min(length, end - at);
            if (part <= 0) {
                return -1;
            }
            medium.read(at, into, offset, part);
            at += part;
            return part;
        }
    }
}
