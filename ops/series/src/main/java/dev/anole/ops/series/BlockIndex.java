package dev.anole.ops.series;

import java.util.Arrays;

/**
 * The index at a block's end: its series in the order of their bytes, each with the length of its chunk. Chunks stand in
 * the same order after the row chunk, so offsets are sums. A name shares its beginning with the one before it, which leaves
 * about a dozen bytes a series.
 *
 * <pre>
 *   for each series:
 * varint  bytes shared with the name before
 * varint  bytes that follow, and they
 * varint  rows that are gaps
 * varint  bytes of the chunk
 *   and at the end
 * u32     CRC32C
 * </pre>
 *
 * A cursor: {@link #next()} steps to the first series, and on. It allocates nothing on its way.
 */
final class BlockIndex {
    private final PackReader in;
    private final int series;
    private final int rows;
    private final long end;
    private final byte[] name = new byte[SeriesId.MAX_BYTES];
    private final byte[] before = new byte[SeriesId.MAX_BYTES];
    private int nameLength;
    private int read;
    private int present;
    private long offset;
    private int length;

    BlockIndex(BlockHeader header, byte[] bytes) {
        this.in = PackReader.checked(bytes, 0, bytes.length, "block index");
        this.series = header.series();
        this.rows = header.rows();
        this.offset = BlockHeader.BYTES + header.rowChunkBytes();
        this.end = header.indexOffset();
    }

    static void write(PackWriter out, byte[] before, byte[] name, int gaps, int chunkBytes) {
        int mismatch = Arrays.mismatch(before, name);
        int shared = mismatch < 0 ? before.length : mismatch;
        out.varint(shared);
        out.varint(name.length - shared);
        out.bytes(name, shared, name.length - shared);
        out.varint(gaps);
        out.varint(chunkBytes);
    }

    boolean next() {
        if (read == series) {
            return false;
        }
        int lengthBefore = nameLength;
        System.arraycopy(name, 0, before, 0, lengthBefore);
        int shared = in.count(lengthBefore);
        int rest = in.count(SeriesId.MAX_BYTES - shared);
        in.bytes(name, shared, rest);
        nameLength = shared + rest;
        if (nameLength == 0 || read > 0 && Arrays.compareUnsigned(before, 0, lengthBefore, name, 0, nameLength) >= 0) {
            throw in.damage("its names are not in order");
        }
        present = rows - in.count(rows - 1);
        offset += length;
        length = in.count(Integer.MAX_VALUE);
        if (offset + length > end) {
            throw in.damage("a chunk passes the end");
        }
        read++;
        return true;
    }

    /** The current name, valid up to {@link #nameLength()} and until {@link #next()}. */
    byte[] name() {
        return name;
    }

    int nameLength() {
        return nameLength;
    }

    SeriesId id() {
        try {
            return SeriesId.ofUtf8(name, nameLength);
        } catch (IllegalArgumentException e) {
            throw in.damage(e.getMessage());
        }
    }

    /** Below, at or above zero, as the current name stands to another. */
    int compareTo(byte[] other, int otherLength) {
        return Arrays.compareUnsigned(name, 0, nameLength, other, 0, otherLength);
    }

    boolean startsWith(byte[] prefix) {
        return nameLength >= prefix.length && Arrays.equals(name, 0, prefix.length, prefix, 0, prefix.length);
    }

    int present() {
        return present;
    }

    long chunkOffset() {
        return offset;
    }

    int chunkBytes() {
        return length;
    }
}
