package dev.anole.ops.series;

/**
 * The first {@value #BYTES} bytes of a block. All numbers are little-endian.
 *
 * <pre>
 *  0 u64 magic "ANOLESER"
 *  8 u16 version
 * 10 u8  kind: 0 samples, 1 summaries (least, greatest, mean, count)
 * 11 u8  zero
 * 12 u32 rows
 * 16 u32 series
 * 20 u32 bytes of the row chunk, which begins at {@value #BYTES}
 * 24 u64 step, ms
 * 32 u64 first sequence: the recorded segments whose rows these are,
 * 40 u64 last sequence     in the order of writing, whatever their clock said
 * 48 u64 first time, epoch ms of a sample
 * 56 u64 last time, epoch ms of a sample
 * 64 u64 points: rows that are no gaps, summed over all series
 * 72 u64 offset of the index
 * 80 u32 bytes of the index, which ends the block
 * 84 u32 zero
 * 88 u32 zero
 * 92 u32 CRC32C of bytes 0 to 91
 * </pre>
 */
record BlockHeader(boolean summaries, int rows, int series, int rowChunkBytes, long stepMillis, long firstSequence, long lastSequence,
                   long firstMillis, long lastMillis, long points, long indexOffset, int indexBytes) {
    static final int BYTES = 96;
    /** The version written. Version 1 is the first, so it is the only one read. */
    static final int VERSION = 1;
    private static final long MAGIC = 0x5245_5345_4c4f_4e41L;
    /** Bounds that a reader trusts before it allocates. */
    static final int MAX_ROWS = 1 << 14;
    static final int MAX_SERIES = 1 << 16;
    static final int MAX_INDEX_BYTES = MAX_SERIES * (SeriesId.MAX_BYTES + 20);
    /** Row times may take a few bytes a row and must fit anyway. */
    static final int MAX_ROW_CHUNK_BYTES = MAX_ROWS * 20;
    private static final String NAME = "block header";

    BlockHeader {
        if (rows < 1 || rows > MAX_ROWS || series < 1 || series > MAX_SERIES) {
            throw new DamageException(NAME, rows + " rows of " + series + " series are out of bounds");
        }
        if (firstSequence < 0 || lastSequence < firstSequence || lastMillis < firstMillis || stepMillis < 1) {
            throw new DamageException(NAME, "its sequence, time or step runs backwards");
        }
        if (rowChunkBytes < 0 || rowChunkBytes > MAX_ROW_CHUNK_BYTES || indexBytes < 0 || indexBytes > MAX_INDEX_BYTES
            || indexOffset < BYTES + rowChunkBytes) {
            throw new DamageException(NAME, "its parts overlap or are too long");
        }
    }

    long fileBytes() {
        return indexOffset + indexBytes;
    }

    void write(PackWriter out) {
        int start = out.size();
        out.u64(MAGIC);
        out.u8(VERSION);
        out.u8(VERSION >> 8);
        out.u8(summaries ? 1 : 0);
        out.u8(0);
        out.u32(rows);
        out.u32(series);
        out.u32(rowChunkBytes);
        out.u64(stepMillis);
        out.u64(firstSequence);
        out.u64(lastSequence);
        out.u64(firstMillis);
        out.u64(lastMillis);
        out.u64(points);
        out.u64(indexOffset);
        out.u32(indexBytes);
        out.u64(0);
        out.crc(start);
        assert out.size() - start == BYTES;
    }

    /**
     * @throws NewerFormatException where a newer Anole wrote it: magic, version, length and checksum are where every version has them
     * @throws DamageException where the bytes are no header
     */
    static BlockHeader read(byte[] bytes) {
        var front = new PackReader(bytes, 0, bytes.length, NAME);
        if (front.u64() != MAGIC) {
            throw front.damage("it does not begin as a block");
        }
        int version = front.u8() | front.u8() << 8;
        if (bytes.length < BYTES) {
            throw front.damage("ends too early");
        }
        var in = PackReader.checked(bytes, 0, BYTES, NAME);
        if (version > VERSION) {
            throw new NewerFormatException(version, VERSION);
        }
        in.skip(10);
        int kind = in.u8();
        if (version < 1 || kind > 1 || in.u8() != 0) {
            throw in.damage("version " + version + " and kind " + kind + " are not known");
        }
        int rows = in.u32();
        int series = in.u32();
        int rowChunkBytes = in.u32();
        long step = in.u64();
        long firstSequence = in.u64();
        long lastSequence = in.u64();
        long firstMillis = in.u64();
        long lastMillis = in.u64();
        long points = in.u64();
        long indexOffset = in.u64();
        return new BlockHeader(kind == 1, rows, series, rowChunkBytes, step, firstSequence, lastSequence, firstMillis, lastMillis, points,
            indexOffset, in.u32());
    }
}
