package dev.anole.image.erofs;

import static dev.anole.image.erofs.CompressedLayout.*;

/** Reads the header of a compressed inode and picks the kind of index. */
final class CompressedMapping {
    private CompressedMapping() {
    }

    static Mapping of(Inode inode, Superblock superblock) {
        Bytes header = inode.space().read("compression header of " + inode.title(), headerPlace(inode), HEADER_SIZE);
        int clusterBits = header.u8(H_CLUSTERBITS);
        if ((clusterBits & FRAGMENT_INODE) != 0) {
            long offset = header.i64(H_FRAGMENTOFF) & Long.MAX_VALUE;
            return position -> new Extent(0, inode.size(), new Extent.Fragment(offset));
        }
        int advise = header.u16(H_ADVISE);
        if (inode.layout() == DataLayout.COMPRESSED_FULL && (advise & ADVISE_EXTENTS) != 0) {
            if (!superblock.has(Feature.WIDE_ADDRESSES)) {
                throw header.fault(H_ADVISE, "it has encoded extents, and the superblock does not announce them");
            }
            long count = header.u32(H_EXTENTS_LO) | (long) header.u16(H_EXTENTS_HI) << 32;
            return new ExtentMapping(inode, superblock, advise, count,
                    superblock.blockBits() + (clusterBits & CLUSTERBITS_MASK));
        }
        return new ClusterMapping(inode, superblock, header);
    }

    /** The algorithm of a number in an index; the superblock must announce it. */
    static Compression algorithm(int number, Superblock superblock, Bytes source, int offset) {
        if (number >= Compression.values().length || (superblock.algorithms() & 1 << number) == 0) {
            throw source.fault(offset, "algorithm " + number + " is not among those that the superblock announces");
        }
        return Compression.values()[number];
    }

    static Extent checked(Extent extent, Bytes source, int bytes) {
        if (bytes > Compression.ENCODED_BYTES_MAX) {
            throw source.fault(0, bytes + " encoded bytes, where " + Compression.ENCODED_BYTES_MAX + " are possible");
        }
        if (extent.length() > Compression.DECODED_BYTES_MAX) {
            throw source.fault(0, extent.length() + " bytes of one extent, where " + Compression.DECODED_BYTES_MAX
                    + " are possible");
        }
        return extent;
    }
}
