package dev.anole.image.erofs;

/** Where the data of one inode is. Not for several threads: it may remember where it was. */
interface Mapping {
    /**
     * The extent around a byte, within the file's size.
     *
     * @param position 0 to size - 1
     */
    Extent at(long position);

    /** The mapping that an inode's layout asks for. */
    static Mapping of(Inode inode, Superblock superblock) {
        return switch (inode.layout()) {
            case FLAT_PLAIN, FLAT_INLINE -> new FlatMapping(inode, superblock);
            case CHUNK_BASED -> new ChunkMapping(inode, superblock);
            case COMPRESSED_FULL, COMPRESSED_COMPACT -> CompressedMapping.of(inode, superblock);
        };
    }
}
