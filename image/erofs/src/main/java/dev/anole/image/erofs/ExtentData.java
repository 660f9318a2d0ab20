package dev.anole.image.erofs;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

import static dev.anole.image.erofs.CompressedLayout.*;

/**
 * Encoded extents, each at the byte where the one before ended: nothing is lost to blocks. A file that is so small that
 * its record would cost more than compression saves stands beside its inode instead.
 */
final class ExtentData implements FileData {
    /** A header and a record of 16 bytes, both aligned. */
    private static final int RECORD_COST = 32;

    private final Optional<ImageOutput> output;
    private final Optional<Spool> spool;
    private final Optional<Compression> compression;
    private final int tailMax;
    private final long size;
    /** Of each extent: where it begins in the file, its word of length and algorithm, its address. */
    private final LongList extents = new LongList();
    private long covered;
    private long tailPlace = -1;

    ExtentData(Optional<ImageOutput> output, Optional<Spool> spool, Optional<Compression> compression, int tailMax, long size) {
        this.output = output;
        this.spool = spool;
        this.compression = compression;
        this.tailMax = tailMax;
        this.size = size;
    }

    /** A file whose extents are all somewhere already: told by {@link #at}, and nothing is committed. */
    static ExtentData foreign(long size) {
        return new ExtentData(Optional.empty(), Optional.empty(), Optional.empty(), 0, size);
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void commit(long start, ByteBuffer raw, Optional<ByteBuffer> encoded) {
        int bytes = encoded.map(ByteBuffer::limit).orElse(raw.limit());
        boolean whole = start == 0 && raw.limit() == size;
        if (whole && raw.limit() <= tailMax && bytes + RECORD_COST >= raw.limit()) {
            tailPlace = spool.orElseThrow().keep(raw);
            covered = size;
            return;
        }
        int format = encoded.isPresent() ? compression.orElseThrow().ordinal() + 1 : 0;
        at(start, bytes | format << PLEN_FORMAT_SHIFT, output.orElseThrow().position());
        output.orElseThrow().append(encoded.orElse(raw));
        covered = start + raw.limit();
    }

    /** An extent whose bytes are somewhere already. */
    void at(long start, int word, long address) {
        if (start > covered) {
            record(covered, 0, 0);
        }
        record(start, word, address);
    }

    /** After {@link #at}: how far the file is covered now. */
    void covered(long end) {
        covered = end;
    }

    @Override
    public void finish() {
        if (covered < size) {
            record(covered, 0, 0);
            covered = size;
        }
    }

    private void record(long start, int word, long address) {
        extents.add(start);
        extents.add(word & 0xffffffffL);
        extents.add(address);
    }

    boolean isInline() {
        return tailPlace >= 0;
    }

    /** Whether there is nothing but a hole: then it is said in the inode alone. */
    boolean isHole() {
        return count() == 1 && extents.get(1) == 0;
    }

    byte[] tail() {
        return spool.orElseThrow().get(tailPlace, (int) size);
    }

    int count() {
        return extents.size() / 3;
    }

    int recordBytes() {
        return size > 0xffffffffL ? RECORD_WIDE : RECORD_STARTS;
    }

    /** Blocks that its encoded bytes would fill, as the inode says for statistics. */
    long blocks(int blockSize) {
        long bytes = 0;
        for (int i = 1; i < extents.size(); i += 3) {
            bytes += extents.get(i) & PLEN_MASK;
        }
        return (bytes + blockSize - 1) / blockSize;
    }

    /** Header and records, for an inode whose attributes end at a place. */
    byte[] index(long end) {
        long header = end + HEADER_ALIGNMENT - 1 & -HEADER_ALIGNMENT;
        ByteBuffer index = ByteBuffer.allocate(indexBytes(end)).order(ByteOrder.LITTLE_ENDIAN);
        int at = (int) (header - end);
        index.putInt(at + H_EXTENTS_LO, count());
        int widthCode = recordBytes() == RECORD_WIDE ? 3 : 2;
        index.putShort(at + H_ADVISE, (short) (ADVISE_EXTENTS | widthCode << ADVISE_EXTRECSZ_SHIFT));
        at = recordsOffset(end);
        for (int i = 0; i < extents.size(); i += 3, at += recordBytes()) {
            index.putInt(at + E_PLEN, (int) extents.get(i + 1));
            index.putInt(at + E_PSTART_LO, (int) extents.get(i + 2));
            index.putInt(at + E_PSTART_HI, (int) (extents.get(i + 2) >>> Integer.SIZE));
            index.putInt(at + E_LSTART_LO, (int) extents.get(i));
            if (recordBytes() == RECORD_WIDE) {
                index.putInt(at + E_LSTART_HI, (int) (extents.get(i) >>> Integer.SIZE));
            }
        }
        return index.array();
    }

    /** Bytes of {@link #index}, from the attributes' end on. */
    int indexBytes(long end) {
        return recordsOffset(end) + count() * recordBytes();
    }

    private int recordsOffset(long end) {
        long header = end + HEADER_ALIGNMENT - 1 & -HEADER_ALIGNMENT;
        return (int) ((header + HEADER_SIZE + recordBytes() - 1 & -recordBytes()) - end);
    }
}
