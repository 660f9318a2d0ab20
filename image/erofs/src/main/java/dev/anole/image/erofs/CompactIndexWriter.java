package dev.anole.image.erofs;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import static dev.anole.image.erofs.CompressedLayout.*;

/**
 * Writes the compact index that {@link CompactIndex} reads: for extents that begin with a cluster and whose compressed
 * clusters stand in a row.
 */
final class CompactIndexWriter {
    private static final int NUMBER_BITS = 12;
    private static final int NUMBER_MAX = D0_CBLKCNT - 1;
    private static final int PAIR = 2;
    private static final int PAIR_BYTES = 8;
    private static final int SIXTEEN = 16;
    private static final int SIXTEEN_BYTES = 32;

    private final ClusterData data;
    private final int blockSize;
    private final int clusters;
    private final int clustersAnExtent;

    /** Where the cluster to be written next stands, and the block of its extent. */
    private int extent;
    private int within;
    private long block;

    CompactIndexWriter(ClusterData data, int blockSize) {
        this.data = data;
        this.blockSize = blockSize;
        clusters = Math.toIntExact((data.size() + blockSize - 1) / blockSize);
        clustersAnExtent = data.extentBytes() / blockSize;
        block = data.startBlock();
    }

    private record Shape(int headerOffset, int before, int sixteens) {
        int bytes(int clusters) {
            int after = clusters - before - sixteens;
            return headerOffset + HEADER_SIZE + before * Integer.BYTES + sixteens * Short.BYTES
                    + (after + 1) / PAIR * PAIR_BYTES;
        }
    }

    private Shape shape(long end) {
        int headerOffset = (int) ((end + HEADER_ALIGNMENT - 1 & -HEADER_ALIGNMENT) - end);
        long base = end + headerOffset + HEADER_SIZE;
        int before = (int) ((SIXTEEN_BYTES - base % SIXTEEN_BYTES) / Integer.BYTES & 7);
        if (before >= clusters) {
            return new Shape(headerOffset, 0, 0);
        }
        return new Shape(headerOffset, before, clusters - before & -SIXTEEN);
    }

    /** Bytes of {@link #index}. */
    int indexBytes(long end) {
        return shape(end).bytes(clusters);
    }

    /** Header and packs, for an inode whose attributes end at a place. */
    byte[] index(long end) {
        Shape shape = shape(end);
        ByteBuffer index = ByteBuffer.allocate(shape.bytes(clusters)).order(ByteOrder.LITTLE_ENDIAN);
        boolean shorter = shape.sixteens > 0;
        index.putShort(shape.headerOffset + H_ADVISE, (short) (ADVISE_BIG_PCLUSTER_1 | ADVISE_BIG_PCLUSTER_2
                | (shorter ? ADVISE_COMPACTED_2B : 0)));
        index.position(shape.headerOffset + HEADER_SIZE);
        int done = 0;
        // Without packs of sixteen all are pairs, and the reader needs no alignment.
        while (done < clusters) {
            boolean sixteen = shorter && done >= shape.before && done < shape.before + shape.sixteens;
            int entries = sixteen ? SIXTEEN : PAIR;
            pack(index, entries, sixteen ? SIXTEEN_BYTES : PAIR_BYTES, Math.min(entries, clusters - done));
            done += entries;
        }
        return index.array();
    }

    private void pack(ByteBuffer index, int entries, int bytes, int there) {
        int start = index.position();
        int entryBits = (bytes - Integer.BYTES) * Byte.SIZE / entries;
        long base = baseBlock();
        for (int i = 0; i < there; i++) {
            put(index, start, i * entryBits, entry(i + 1 == entries));
        }
        index.putInt(start + bytes - Integer.BYTES, (int) base);
        index.position(start + bytes);
    }

    /** From where the pack counts: see {@code CompactIndex.blocksBefore}. */
    private long baseBlock() {
        boolean afterHead = !isPlain() && within > 1;
        return afterHead ? block + data.extentBlocks(extent) : block;
    }

    private boolean isPlain() {
        return data.extentBlocks(extent) == 0;
    }

    /** The bits of the next cluster. */
    private int entry(boolean last) {
        int type = TYPE_NONHEAD;
        int number = 0;
        int length = Math.min(clustersAnExtent, clusters - extent * clustersAnExtent);
        if (isPlain()) {
            type = TYPE_PLAIN;
            block++;
        } else if (within == 0) {
            type = TYPE_HEAD1;
        } else if (within == 1) {
            number = data.extentBlocks(extent) | D0_CBLKCNT;
        } else {
            number = Math.min(NUMBER_MAX, last ? length - within : within);
        }
        if (++within == length) {
            block += data.extentBlocks(extent);
            within = 0;
            extent++;
        }
        return type << NUMBER_BITS | number;
    }

    private static void put(ByteBuffer index, int start, int bit, int value) {
        int at = start + (bit >>> 3);
        long bits = (long) value << (bit & 7);
        for (int i = 0; bits != 0; i++, bits >>>= Byte.SIZE) {
            index.put(at + i, (byte) (index.get(at + i) | bits));
        }
    }
}
