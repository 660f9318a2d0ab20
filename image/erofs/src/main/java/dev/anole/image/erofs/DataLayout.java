package dev.anole.image.erofs;

/** How an inode says where its data is, {@code EROFS_INODE_*}; the ordinal is the number on disk. */
public enum DataLayout {
    /** Whole blocks in a row. */
    FLAT_PLAIN,
    /** Compressed, with an index entry of 8 bytes a logical cluster, or with a record an extent. */
    COMPRESSED_FULL,
    /** Blocks in a row, and the last part right behind the inode. */
    FLAT_INLINE,
    /** Compressed, with packs of index entries of 2 or 4 bytes a logical cluster. */
    COMPRESSED_COMPACT,
    /** Chunks of equal size, each anywhere, on any device. */
    CHUNK_BASED;

    boolean isCompressed() {
        return this == COMPRESSED_FULL || this == COMPRESSED_COMPACT;
    }
}
