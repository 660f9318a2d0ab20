package dev.anole.image.erofs;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import dev.anole.kernel.linux.DeviceNumber;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.GZIPInputStream;

import static dev.anole.image.erofs.TarHeader.*;

/**
 * A tar archive as it streams by: ustar, pax and GNU, with attributes, long names, times to the nanosecond and sparse files.
 * Compressed by gzip or zstd or not at all, which its first bytes tell.
 *
 * @see <a href="https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html">pax</a>
 * @see <a href="https://www.gnu.org/software/tar/manual/html_node/Sparse-Formats.html">GNU's sparse formats</a>
 */
public final class TarReader implements AutoCloseable {
    /** A pax header, with room for attributes of 64 KiB. */
    static final int RECORDS_BYTES_MAX = 8 << 20;
    static final int LONG_NAME_BYTES_MAX = 64 * 1024;

    private static final int BUFFER_BYTES = 256 * 1024;
    private static final int GZIP_MAGIC = 0x8b1f;
    private static final int ZSTD_MAGIC = 0xb528;
    private static final long NANOS = 1_000_000_000L;
    private static final long SECONDS_MAX = 1L << 40;

    /**
     * A file of the archive.
     *
     * @param file what it is
     * @param hardLink the path of the file that it is another name of
     * @param dataPlace where its data begins in the archive, in bytes of the archive without compression
     */
    public record Entry(FileEntry file, Optional<String> hardLink, long dataPlace) {
    }

    /** How far the archive has been read. */
    private static final class Meter {
        private long position;

        private void advance(long bytes) {
            position += bytes;
        }

        private long position() {
            return position;
        }
    }

    private final InputStream in;
    private final boolean decompressed;
    private final Meter meter = new Meter();
    private PaxRecords global = PaxRecords.NONE;
    private List<SparseMap.Piece> segments = List.of();
    private long stored;
    private long padded;
    private long size;
    private int number;

    /** Takes over the stream. */
    public TarReader(InputStream archive) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(archive, BUFFER_BYTES);
        in = plain(buffered);
        decompressed = in != buffered;
    }

    /** Whether it came without compression. */
    boolean isPlain() {
        return !decompressed;
    }

    /** The next file; the data of the one before is skipped. */
    public Optional<Entry> next() {
        skip(padded);
        padded = 0;
        PaxRecords records = PaxRecords.NONE;
        Optional<String> longName = Optional.empty();
        Optional<String> longLink = Optional.empty();
        while (true) {
            long place = meter.position();
            byte[] block = new byte[BLOCK];
            if (!fill(block)) {
                return Optional.empty();
            }
            TarHeader header = new TarHeader(block, place);
            if (header.isEnd()) {
                return Optional.empty();
            }
            header.verify();
            switch (header.type()) {
                case 'x' -> records = PaxRecords.parse(body(header, RECORDS_BYTES_MAX), place + BLOCK);
                case 'g' -> global = PaxRecords.parse(body(header, RECORDS_BYTES_MAX), place + BLOCK).over(global);
                case 'L' -> longName = Optional.of(name(header));
                case 'K' -> longLink = Optional.of(name(header));
                default -> {
                    return Optional.of(entry(header, records.over(global), longName, longLink));
                }
            }
        }
    }

    /** The data of the entry that came last. To be read from the front to the end, and before the next entry. */
    public FileContent content() {
        return new StreamContent(segments);
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw new UncheckedIOException("close the archive: " + e.getMessage(), e);
        }
    }

    /** A path as images have it: no "." and no empty parts. */
    static String normal(String path) {
        StringBuilder normal = new StringBuilder(path.length());
        for (String part : path.split("/")) {
            if (part.equals("..")) {
                throw new RefusedException(path, "the path leads upwards", "leave it out of the archive");
            }
            if (!part.isEmpty() && !part.equals(".")) {
                normal.append(normal.isEmpty() ? "" : "/").append(part);
            }
        }
        return normal.toString();
    }

    private static InputStream plain(BufferedInputStream in) throws IOException {
        in.mark(Short.BYTES);
        int magic = in.read() | in.read() << Byte.SIZE;
        in.reset();
        return switch (magic) {
            case GZIP_MAGIC -> new GZIPInputStream(in, BUFFER_BYTES);
            case ZSTD_MAGIC -> new BufferedInputStream(new ZstdInputStreamNoFinalizer(in), BUFFER_BYTES);
            default -> in;
        };
    }

    private Entry entry(TarHeader header, PaxRecords records, Optional<String> longName, Optional<String> longLink) {
        String given = records.text("GNU.sparse.name").or(() -> records.text("path")).or(() -> longName)
                .orElseGet(header::path);
        String path = normal(given);
        String link = records.text("linkpath").or(() -> longLink).orElseGet(() -> header.text(LINK, LINK_BYTES));
        stored = header.type() == '1' ? 0 : records.number("size").orElseGet(() -> header.number(SIZE, LONG_BYTES));
        if (stored < 0 || stored > Long.MAX_VALUE - BLOCK) {
            throw header.fault(SIZE, stored + " bytes");
        }
        padded = stored + BLOCK - 1 & -(long) BLOCK;
        Optional<FileType> type = type(header.type(), given);
        size = stored;
        segments = stored > 0 ? List.of(new SparseMap.Piece(0, stored)) : List.of();
        boolean sparse = type.orElse(FileType.SOCKET) == FileType.REGULAR && sparse(header, records);
        FileType known = type.orElseThrow(() -> new RefusedException(path, "type '" + header.type()
                + "' of a tar entry is not known", "make the archive with another program"));
        if (known != FileType.REGULAR) {
            size = 0;
        }
        long dataPlace = meter.position();
        return new Entry(new FileEntry(path, known, (int) header.number(MODE, ID_BYTES) & 07777,
                records.number("uid").orElseGet(() -> header.number(UID, ID_BYTES)) & 0xffffffffL,
                records.number("gid").orElseGet(() -> header.number(GID, ID_BYTES)) & 0xffffffffL,
                modified(header, records), size, 1, new FileKey(0, ++number),
                known == FileType.SYMBOLIC_LINK ? Optional.of(link) : Optional.empty(), device(header, known),
                records.attributes(), sparse),
                header.type() == '1' ? Optional.of(normal(link)) : Optional.empty(), dataPlace);
    }

    private static Optional<FileType> type(char flag, String path) {
        return switch (flag) {
            case '0', '\0', '7', 'S', '1' ->
                    Optional.of(path.endsWith("/") ? FileType.DIRECTORY : FileType.REGULAR);
            case '2' -> Optional.of(FileType.SYMBOLIC_LINK);
            case '3' -> Optional.of(FileType.CHARACTER_DEVICE);
            case '4' -> Optional.of(FileType.BLOCK_DEVICE);
            case '5' -> Optional.of(FileType.DIRECTORY);
            case '6' -> Optional.of(FileType.FIFO);
            default -> Optional.empty();
        };
    }

    private static Optional<DeviceNumber> device(TarHeader header, FileType type) {
        if (!type.isDevice()) {
            return Optional.empty();
        }
        long major = header.number(DEVICE_MAJOR, ID_BYTES);
        long minor = header.number(DEVICE_MINOR, ID_BYTES);
        if (major < 0 || major > 4095 || minor < 0 || minor >= 1 << 20) {
            throw header.fault(DEVICE_MAJOR, "no device: " + major + ":" + minor);
        }
        return Optional.of(new DeviceNumber((int) major, (int) minor));
    }

    private static Instant modified(TarHeader header, PaxRecords records) {
        Optional<String> exact = records.text("mtime");
        try {
            BigDecimal seconds = exact.map(BigDecimal::new)
                    .orElseGet(() -> BigDecimal.valueOf(header.number(MTIME, LONG_BYTES)));
            if (seconds.abs().compareTo(BigDecimal.valueOf(SECONDS_MAX)) > 0) {
                throw header.fault(MTIME, "no time: " + seconds.toBigInteger().bitLength() + " bits of seconds");
            }
            BigDecimal whole = seconds.setScale(0, RoundingMode.FLOOR);
            return Instant.ofEpochSecond(whole.longValueExact(), seconds.subtract(whole)
                    .multiply(BigDecimal.valueOf(NANOS)).longValue());
        } catch (NumberFormatException e) {
            throw header.fault(MTIME, "no time: " + exact.orElse(""));
        }
    }

    // --- sparse files ---

    private boolean sparse(TarHeader header, PaxRecords records) {
        if (header.type() == 'S') {
            size = header.number(SPARSE_REAL_SIZE, LONG_BYTES);
            segments = SparseMap.old(header, this::fill);
        } else if (records.text("GNU.sparse.major").equals(Optional.of("1"))) {
            size = records.number("GNU.sparse.realsize").orElse(stored);
            SparseMap.Leading leading = SparseMap.leading(header, padded, this::fill);
            segments = leading.pieces();
            padded -= leading.bytes();
            stored -= leading.bytes();
        } else if (records.text("GNU.sparse.map").isPresent()) {
            size = records.number("GNU.sparse.size").orElse(stored);
            segments = SparseMap.listed(header, records.text("GNU.sparse.map").orElseThrow());
        } else if (!records.sparse().isEmpty()) {
            size = records.number("GNU.sparse.size").orElse(stored);
            segments = SparseMap.pairs(header, records.sparse());
        } else {
            return false;
        }
        long left = stored;
        long end = 0;
        for (SparseMap.Piece each : segments) {
            if (each.start() < end || each.length() < 0 || each.length() > size - each.start() || each.length() > left) {
                throw header.fault(SIZE, "its pieces do not fit its " + stored + " bytes of " + size);
            }
            end = each.end();
            left -= each.length();
        }
        return true;
    }

    // --- bytes ---

    private byte[] body(TarHeader header, int max) {
        long length = header.number(SIZE, LONG_BYTES);
        if (length < 0 || length > max) {
            throw header.fault(SIZE, "a header of " + length + " bytes, where " + max + " are possible");
        }
        byte[] body = new byte[(int) length];
        if (!fill(body)) {
            throw header.fault(BLOCK, "the archive ends in it");
        }
        skip(-length & BLOCK - 1);
        return body;
    }

    private String name(TarHeader header) {
        byte[] bytes = body(header, LONG_NAME_BYTES_MAX);
        int length = 0;
        while (length < bytes.length && bytes[length] != 0) {
            length++;
        }
        return Names.text(bytes, 0, length);
    }

    /** Fills it, or answers false at the end of the archive. */
    private boolean fill(byte[] bytes) {
        try {
            int read = in.readNBytes(bytes, 0, bytes.length);
            meter.advance(read);
            if (read > 0 && read < bytes.length) {
                throw new ErofsException("tar archive", meter.position(), "it ends within a structure");
            }
            return read == bytes.length;
        } catch (IOException e) {
            throw trouble(e);
        }
    }

    private void skip(long bytes) {
        try {
            in.skipNBytes(bytes);
            meter.advance(bytes);
        } catch (java.io.EOFException e) {
            throw new ErofsException("tar archive", meter.position(), "it ends " + bytes + " bytes too early");
        } catch (IOException e) {
            throw trouble(e);
        }
    }

    private UncheckedIOException trouble(IOException e) {
        return new UncheckedIOException("read the archive at byte " + meter.position() + ": " + e.getMessage(), e);
    }

    /** The data in the order in which it comes. */
    private final class StreamContent implements FileContent {
        private final List<SparseMap.Piece> pieces;
        private final byte[] chunk = new byte[64 * 1024];
        private int piece;
        private long position;

        private StreamContent(List<SparseMap.Piece> pieces) {
            this.pieces = pieces;
        }

        @Override
        public int read(long from, ByteBuffer into) {
            if (from < position) {
                throw new IllegalArgumentException("an archive is read forwards: byte " + from + " after " + position);
            }
            int wanted = (int) Math.min(into.remaining(), size - from);
            for (int done = 0; done < wanted; ) {
                done += some(from + done, into, wanted - done);
            }
            position = from + wanted;
            return wanted;
        }

        private int some(long at, ByteBuffer into, int most) {
            while (piece < pieces.size() && pieces.get(piece).end() <= at) {
                piece++;
            }
            boolean data = piece < pieces.size() && pieces.get(piece).start() <= at;
            long end = data ? pieces.get(piece).end() : piece < pieces.size() ? pieces.get(piece).start() : size;
            int length = (int) Math.min(Math.min(most, chunk.length), end - at);
            if (data) {
                try {
                    int read = in.readNBytes(chunk, 0, length);
                    meter.advance(read);
                    padded -= read;
                    if (read < length) {
                        throw new ErofsException("tar archive", meter.position(), "it ends within a file");
                    }
                } catch (IOException e) {
                    throw trouble(e);
                }
            } else {
                java.util.Arrays.fill(chunk, 0, length, (byte) 0);
            }
            into.put(chunk, 0, length);
            return length;
        }

        @Override
        public OptionalLong nextData(long from) {
            for (int i = piece; i < pieces.size(); i++) {
                if (pieces.get(i).end() > from) {
                    return OptionalLong.of(Math.max(from, pieces.get(i).start()));
                }
            }
            return OptionalLong.empty();
        }

        @Override
        public long nextHole(long from) {
            long at = from;
            for (int i = piece; i < pieces.size() && pieces.get(i).start() <= at; i++) {
                at = Math.max(at, pieces.get(i).end());
            }
            return Math.min(at, size);
        }

        @Override
        public void close() {
            // The archive is closed as a whole.
        }
    }
}
