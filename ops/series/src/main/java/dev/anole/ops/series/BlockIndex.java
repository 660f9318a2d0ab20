package dev.anole.ops.series;

import java.util.Arrays;

/**
 * The index at a block's end: its series in the order of their bytes, each with the length of its chunk. Chunks stand in
 * the same order after the row chunk, so offsets are sums. A name shares its beginning with the one before it, which leaves
 * about a dozen bytes a series; every {@value #GROUP}th name is whole, and a directory of those lets a reader find a name
 * without walking over all of them, as in LevelDB's tables.
 *
 * <pre>
 *   for each series:
 * varint  bytes shared with the name before; 0 for the first of a group of {@value #GROUP}
 * varint  bytes that follow, and they
 * varint  rows that are gaps
 * varint  bytes of the chunk
 *   for each group:
 * u32     offset of its first series in the index
 * u32     offset of its first chunk, counted from the end of the row chunk
 *   and at the end
 * u32     CRC32C
 * </pre>
 *
 * A cursor: {@link #next()} steps to the first series, and on. It allocates nothing on its way.
 */
final class BlockIndex {
    static final int GROUP = 32;
    private static final int DIRECTORY_ENTRY_BYTES = 8;

    private final byte[] bytes;
    private final int series;
    private final int rows;
    private final long chunks;
    private final long end;
    private final int directory;
    private PackReader in;
    private final byte[] name = new byte[SeriesId.MAX_BYTES];
    private int nameLength;
    private int read;
    private int present;
    private long offset;
    private int length;

    BlockIndex(BlockHeader header, byte[] bytes) {
        this.bytes = bytes;
        this.in = PackReader.checked(bytes, 0, bytes.length, "block index");
        this.series = header.series();
        this.rows = header.rows();
        this.chunks = BlockHeader.BYTES + header.rowChunkBytes();
        this.offset = chunks;
        this.end = header.indexOffset();
        this.directory = in.remaining() - Math.ceilDiv(series, GROUP) * DIRECTORY_ENTRY_BYTES;
        if (directory < 0) {
            throw in.damage("is too short for its directory");
        }
    }

    /** Writes an index series by series. */
    static final class Writer {
        private final PackWriter entries = new PackWriter(4096);
        private final PackWriter directory = new PackWriter(256);
        private byte[] before = {};
        private int series;
        private long offset;

        void add(byte[] name, int gaps, int chunkBytes) {
            int shared = 0;
            if (series % GROUP == 0) {
                directory.u32(entries.size());
                directory.u32(Math.toIntExact(offset));
            } else {
                int mismatch = Arrays.mismatch(before, name);
                shared = mismatch < 0 ? before.length : mismatch;
            }
            entries.varint(shared);
            entries.varint(name.length - shared);
            entries.bytes(name, shared, name.length - shared);
            entries.varint(gaps);
            entries.varint(chunkBytes);
            before = name;
            offset += chunkBytes;
            series++;
        }

        int series() {
            return series;
        }

        PackWriter finish() {
            entries.append(directory);
            entries.crc(0);
            return entries;
        }
    }

    boolean next() {
        if (read == series) {
            return false;
        }
        int shared = in.count(nameLength);
        int rest = in.count(SeriesId.MAX_BYTES - shared);
        boolean groupStarts = read % GROUP == 0;
        if (rest == 0 || groupStarts && (shared > 0 || in.compareTo(rest, name, nameLength) <= 0)
            || !groupStarts && shared < nameLength && in.peek(0) <= (name[shared] & 0xff)) {
            throw in.damage("its names are not in order");
        }
        in.bytes(name, shared, rest);
        nameLength = shared + rest;
        present = rows - in.count(rows - 1);
        offset += length;
        length = in.count(Integer.MAX_VALUE);
        if (offset + length > end) {
            throw in.damage("a chunk passes the end");
        }
        read++;
        return true;
    }

    /**
     * Steps to the first name that is not below another.
     *
     * @return whether there is one
     */
    boolean seek(byte[] other) {
        int low = 0;
        int high = Math.ceilDiv(series, GROUP) - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (beginsAtOrBefore(middle, other)) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        var entry = directoryEntry(low);
        in = at(entry.u32());
        offset = chunks + (entry.u32() & 0xffff_ffffL);
        nameLength = 0;
        length = 0;
        read = low * GROUP;
        while (next()) {
            if (compareTo(other, other.length) >= 0) {
                return true;
            }
        }
        return false;
    }

    /** Whether the name that begins a group is not above another. */
    private boolean beginsAtOrBefore(int group, byte[] other) {
        var reader = at(directoryEntry(group).u32());
        reader.count(0);
        return reader.compareTo(reader.count(SeriesId.MAX_BYTES), other, other.length) <= 0;
    }

    private PackReader directoryEntry(int group) {
        return new PackReader(bytes, directory + group * DIRECTORY_ENTRY_BYTES, DIRECTORY_ENTRY_BYTES, "block index");
    }

    private PackReader at(int entry) {
        if (entry < 0 || entry >= directory) {
            throw in.damage("its directory points beyond its names");
        }
        return new PackReader(bytes, entry, directory - entry, "block index");
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
