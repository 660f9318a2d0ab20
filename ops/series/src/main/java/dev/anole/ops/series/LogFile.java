package dev.anole.ops.series;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * The write-ahead log of one segment: what has been appended and is in no block yet.
 *
 * <pre>
 *  0 u64 magic "ANOLELOG"
 *  8 u32 version
 * 12 u64 sequence of the segment
 * 20 u32 CRC32C of bytes 0 to 19
 *   records:
 *    u32 bytes of the payload
 *    u32 CRC32C of the payload
 *    payload: {@link RowCodec}
 * </pre>
 *
 * A record is handed to the kernel by one write before {@code append} returns, so a killed process loses nothing; a sync
 * every few seconds is what a power cut falls back to. What a cut leaves of the last record is cut off when the log is read.
 */
final class LogFile implements AutoCloseable {
    private static final long MAGIC = 0x474f_4c45_4c4f_4e41L;
    static final int VERSION = 1;
    private static final int HEADER_BYTES = 24;
    private static final int RECORD_HEADER_BYTES = 8;
    /** Above what {@link Settings#MAX_SERIES} new series with the longest names can take. */
    private static final int MAX_PAYLOAD_BYTES = 8 << 20;
    static final String SUFFIX = ".log";

    private final Path path;
    private final RandomAccessFile file;
    private long length;

    private LogFile(Path path, RandomAccessFile file, long length) {
        this.path = path;
        this.file = file;
        this.length = length;
    }

    /** What a log turned out to hold. */
    record Replay(long goodBytes, Optional<String> damage) {
    }

    /** The sequence of the segment that a log belongs to; none where the writer was killed before its header was written. */
    static Optional<Long> sequence(Path path) throws IOException {
        try (var in = new RandomAccessFile(path.toFile(), "r")) {
            if (in.length() < HEADER_BYTES) {
                return Optional.empty();
            }
            var header = new byte[HEADER_BYTES];
            in.readFully(header);
            return Optional.of(readHeader(header));
        }
    }

    static LogFile create(Path path, long sequence) throws IOException {
        var file = new RandomAccessFile(path.toFile(), "rw");
        try {
            var header = new PackWriter(HEADER_BYTES);
            header.u64(MAGIC);
            header.u32(VERSION);
            header.u64(sequence);
            header.crc(0);
            file.setLength(0);
            file.write(header.array(), 0, header.size());
            return new LogFile(path, file, HEADER_BYTES);
        } catch (IOException e) {
            file.close();
            Files.deleteIfExists(path);
            throw e;
        }
    }

    /** Opens a log that has been replayed, and cuts off what is not good. */
    static LogFile resume(Path path, Replay replay) throws IOException {
        var file = new RandomAccessFile(path.toFile(), "rw");
        if (file.length() > replay.goodBytes()) {
            file.setLength(replay.goodBytes());
        }
        file.seek(replay.goodBytes());
        return new LogFile(path, file, replay.goodBytes());
    }

    /**
     * Reads a log record by record until its end, or until a record that is not whole.
     *
     * @param row given the payload of each whole record in turn
     */
    static Replay replay(Path path, Consumer<PackReader> row) throws IOException {
        try (var in = new RandomAccessFile(path.toFile(), "r")) {
            long size = in.length();
            long good = HEADER_BYTES;
            in.seek(good);
            var front = new byte[RECORD_HEADER_BYTES];
            while (size - good >= RECORD_HEADER_BYTES) {
                in.readFully(front);
                var record = new PackReader(front, 0, front.length, "log record");
                int bytes = record.u32();
                int crc = record.u32();
                if (bytes == 0 && onlyZeros(in)) {
                    // A file system may have made the file longer, and not yet filled it, when the power failed.
                    break;
                }
                if (bytes < 1 || bytes > MAX_PAYLOAD_BYTES) {
                    return new Replay(good, Optional.of("a record claims " + Integer.toUnsignedString(bytes) + " bytes"));
                }
                long end = good + RECORD_HEADER_BYTES + bytes;
                if (end > size) {
                    break;
                }
                var payload = new byte[bytes];
                in.readFully(payload);
                if (crc(payload, bytes) != crc) {
                    return new Replay(good, end == size ? Optional.empty() : Optional.of("a record's checksum does not fit"));
                }
                try {
                    row.accept(new PackReader(payload, 0, bytes, "log record"));
                } catch (DamageException e) {
                    return new Replay(good, Optional.of(e.getMessage()));
                }
                good = end;
            }
            return new Replay(good, Optional.empty());
        }
    }

    private static boolean onlyZeros(RandomAccessFile in) throws IOException {
        var rest = new byte[1 << 12];
        for (int read = in.read(rest); read > 0; read = in.read(rest)) {
            for (int i = 0; i < read; i++) {
                if (rest[i] != 0) {
                    return false;
                }
            }
        }
        return true;
    }

    private static long readHeader(byte[] bytes) {
        var front = new PackReader(bytes, 0, bytes.length, "log header");
        if (front.u64() != MAGIC) {
            throw front.damage("it does not begin as a log");
        }
        int version = front.u32();
        var in = PackReader.checked(bytes, 0, bytes.length, "log header");
        if (version > VERSION) {
            throw new NewerFormatException(version, VERSION);
        }
        if (version != VERSION) {
            throw in.damage("version " + version + " is not known");
        }
        in.skip(12);
        return in.u64();
    }

    private static int crc(byte[] bytes, int length) {
        var crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    /** Hands a record to the kernel, whole. Where that fails the log is as it was, and must not be appended to again. */
    void append(PackWriter payload, PackWriter record) throws IOException {
        record.clear();
        record.u32(payload.size());
        record.u32(crc(payload.array(), payload.size()));
        record.append(payload);
        try {
            file.write(record.array(), 0, record.size());
        } catch (IOException e) {
            try {
                file.setLength(length);
            } catch (IOException truncation) {
                // The next reader cuts the rest of the record off.
                e.addSuppressed(truncation);
            }
            throw e;
        }
        length += record.size();
    }

    /** Brings what was appended to the disk itself. */
    void sync() throws IOException {
        file.getFD().sync();
    }

    long length() {
        return length;
    }

    Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    void delete() throws IOException {
        file.close();
        Files.deleteIfExists(path);
    }
}
