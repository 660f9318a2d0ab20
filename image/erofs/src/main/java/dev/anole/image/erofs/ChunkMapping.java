package dev.anole.image.erofs;

import static dev.anole.image.erofs.InodeLayout.*;

/** Chunks of one size, each with an address or with an index of device and address. */
final class ChunkMapping implements Mapping {
    /** {@code struct erofs_inode_chunk_index}. */
    static final int STARTBLK_HI = 0;
    static final int DEVICE_ID = 2;
    static final int STARTBLK_LO = 4;
    static final int INDEX_SIZE = 8;

    /** {@code EROFS_BLOCK_MAP_ENTRY_SIZE}. */
    static final int ADDRESS_SIZE = 4;

    private static final long NOWHERE_32 = 0xffffffffL;
    private static final long NOWHERE_48 = 0xffffffffffffL;
    private static final int CHUNK_BITS_MAX = 47;

    private final Inode inode;
    private final Superblock superblock;
    private final int chunkBits;
    private final boolean indexes;
    private final long addressMask;
    private final long table;

    ChunkMapping(Inode inode, Superblock superblock) {
        this.inode = inode;
        this.superblock = superblock;
        int format = inode.chunkFormat();
        chunkBits = superblock.blockBits() + (format & CHUNK_BLKBITS_MASK);
        if (chunkBits > CHUNK_BITS_MAX) {
            throw inode.fault("chunks of 2^" + chunkBits + " bytes");
        }
        indexes = (format & CHUNK_INDEXES) != 0;
        addressMask = (format & CHUNK_48BIT) != 0 ? NOWHERE_48 : NOWHERE_32;
        int unit = indexes ? INDEX_SIZE : ADDRESS_SIZE;
        table = inode.end() + unit - 1 & -unit;
    }

    @Override
    public Extent at(long position) {
        long chunk = position >>> chunkBits;
        long start = chunk << chunkBits;
        long length = Math.min(1L << chunkBits, inode.size() - start);
        return new Extent(start, length, indexes ? indexed(chunk) : addressed(chunk));
    }

    private Extent.Source indexed(long chunk) {
        Bytes index = inode.space().read("chunk " + chunk + " of " + inode.title(),
                table + chunk * INDEX_SIZE, INDEX_SIZE);
        long block = (index.u32(STARTBLK_LO) | (long) index.u16(STARTBLK_HI) << 32) & addressMask;
        if (block == addressMask) {
            return new Extent.Hole();
        }
        int device = index.u16(DEVICE_ID) & superblock.deviceMask();
        if (device > superblock.devices()) {
            throw index.fault(DEVICE_ID, "device " + device + " of " + superblock.devices());
        }
        return new Extent.Stored(device, block << superblock.blockBits());
    }

    private Extent.Source addressed(long chunk) {
        Bytes address = inode.space().read("chunk " + chunk + " of " + inode.title(),
                table + chunk * ADDRESS_SIZE, ADDRESS_SIZE);
        long block = address.u32(0);
        return block == NOWHERE_32 ? new Extent.Hole() : new Extent.Stored(0, block << superblock.blockBits());
    }
}
