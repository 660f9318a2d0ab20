package dev.anole.image.erofs;

/** Blocks in a row, with or without the last part behind the inode. */
final class FlatMapping implements Mapping {
    private final Inode inode;
    private final int blockBits;
    private final long inlineStart;

    FlatMapping(Inode inode, Superblock superblock) {
        this.inode = inode;
        blockBits = superblock.blockBits();
        int block = superblock.blockSize();
        if (inode.layout() == DataLayout.FLAT_INLINE && inode.size() > 0) {
            inlineStart = inode.size() - 1 & -block;
            long tail = inode.size() - inlineStart;
            if ((inode.end() & block - 1) + tail > block) {
                throw inode.fault("its inline data of " + tail + " bytes crosses a block's end");
            }
        } else {
            inlineStart = inode.size();
        }
    }

    @Override
    public Extent at(long position) {
        if (position >= inlineStart) {
            return new Extent(inlineStart, inode.size() - inlineStart, new Extent.Inline(inode.end()));
        }
        if (inode.startBlock() < 0) {
            return new Extent(0, inode.size(), new Extent.Hole());
        }
        return new Extent(0, inlineStart, new Extent.Stored(0, inode.startBlock() << blockBits));
    }
}
