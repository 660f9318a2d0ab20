package dev.anole.image.erofs;

import static dev.anole.image.erofs.CompressedLayout.*;

/** An entry of 8 bytes each, {@code struct z_erofs_lcluster_index}. */
final class FullIndex implements ClusterIndex {
    private final Inode inode;
    private final int clusterBits;
    private final boolean big;
    private final long table;

    FullIndex(Inode inode, int clusterBits, boolean big) {
        this.inode = inode;
        this.clusterBits = clusterBits;
        this.big = big;
        table = headerPlace(inode) + HEADER_SIZE + FULL_INDEX_GAP;
    }

    @Override
    public Cluster at(long number) {
        long place = table + number * INDEX_SIZE;
        Bytes entry = inode.space().read("cluster " + number + " of " + inode.title(), place, INDEX_SIZE);
        int advise = entry.u16(DI_ADVISE);
        int type = advise & TYPE_MASK;
        if (type != TYPE_NONHEAD) {
            int offset = entry.u16(DI_CLUSTEROFS);
            if (offset >= 1 << clusterBits) {
                throw entry.fault(DI_CLUSTEROFS, "offset " + offset + " is outside the cluster");
            }
            return new Cluster(type, offset, 0, 0, 0, entry.u32(DI_BLKADDR), (advise & LI_PARTIAL_REF) != 0, entry,
                    place + INDEX_SIZE);
        }
        int back = entry.u16(DI_DELTA_0);
        int blocks = 0;
        if ((back & D0_CBLKCNT) != 0) {
            if (!big) {
                throw entry.fault(DI_DELTA_0, "a count of blocks, and all compressed clusters have one block");
            }
            blocks = back & ~D0_CBLKCNT;
            back = 1;
        }
        return new Cluster(type, 0, back, entry.u16(DI_DELTA_1), blocks, 0, false, entry, place + INDEX_SIZE);
    }
}
