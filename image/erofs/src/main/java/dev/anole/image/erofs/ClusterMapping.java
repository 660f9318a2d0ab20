package dev.anole.image.erofs;

import static dev.anole.image.erofs.CompressedLayout.*;

/**
 * The classic index: the file is cut into logical clusters, and each says whether an extent begins in it. From the cluster
 * of a byte one walks back to the head of its extent and ahead to the next head. Every step goes at least one cluster on,
 * and no extent is longer than {@link Compression#DECODED_BYTES_MAX}, so the walks end.
 */
final class ClusterMapping implements Mapping {
    private final Inode inode;
    private final Superblock superblock;
    private final Bytes header;
    private final int advise;
    private final int clusterBits;
    private final int inlineBytes;
    private final ClusterIndex index;
    private final long tailHead;
    private final long tailPlace;
    private final long fragmentOffset;

    ClusterMapping(Inode inode, Superblock superblock, Bytes header) {
        this.inode = inode;
        this.superblock = superblock;
        this.header = header;
        advise = header.u16(H_ADVISE);
        clusterBits = superblock.blockBits() + (header.u8(H_CLUSTERBITS) & CLUSTERBITS_MASK);
        boolean fragment = isAdvised(ADVISE_FRAGMENT_PCLUSTER);
        inlineBytes = !fragment && isAdvised(ADVISE_INLINE_PCLUSTER) ? header.u16(H_IDATA_SIZE) : 0;
        boolean big = isAdvised(ADVISE_BIG_PCLUSTER_1);
        boolean compact = inode.layout() == DataLayout.COMPRESSED_COMPACT;
        if (compact && big != isAdvised(ADVISE_BIG_PCLUSTER_2)) {
            throw header.fault(H_ADVISE, "one kind of compressed clusters has several blocks, the other has not");
        }
        index = compact
                ? new CompactIndex(inode, superblock.blockBits(), clusterBits, big, isAdvised(ADVISE_COMPACTED_2B))
                : new FullIndex(inode, clusterBits, big || isAdvised(ADVISE_BIG_PCLUSTER_2));
        if (inode.size() > 0 && (fragment || inlineBytes > 0)) {
            long last = inode.size() - 1;
            tailHead = headOf(last);
            tailPlace = index.at(last >>> clusterBits).packEnd();
            long high = compact ? 0 : index.at(tailHead).block() << 32;
            fragmentOffset = header.u32(H_FRAGMENTOFF) | high;
        } else {
            tailHead = -1;
            tailPlace = 0;
            fragmentOffset = 0;
        }
    }

    @Override
    public Extent at(long position) {
        long headNumber = headOf(position);
        Cluster head = index.at(headNumber);
        long start = headNumber << clusterBits | head.offset();
        long end = end(headNumber);
        if (headNumber == tailHead && inlineBytes == 0) {
            return new Extent(start, end - start, new Extent.Fragment(fragmentOffset));
        }
        boolean inline = headNumber == tailHead;
        int bytes = inline ? inlineBytes : blocks(headNumber, head) << superblock.blockBits();
        if (inline && (tailPlace & superblock.blockSize() - 1) + bytes > superblock.blockSize()) {
            throw head.entry().fault(0, "its " + bytes + " bytes of inline data cross a block's end");
        }
        long address = inline ? tailPlace : head.block() << superblock.blockBits();
        return CompressedMapping.checked(new Extent(start, end - start, source(head, end - start, address, bytes,
                inline)), head.entry(), bytes);
    }

    private Extent.Source source(Cluster head, long length, long address, int bytes, boolean inline) {
        if (head.type() != TYPE_PLAIN) {
            int number = head.type() == TYPE_HEAD2 ? header.u8(H_ALGORITHMTYPE) >> 4 : header.u8(H_ALGORITHMTYPE) & 15;
            return new Extent.Encoded(CompressedMapping.algorithm(number, superblock, header, H_ALGORITHMTYPE),
                    address, bytes, head.partial(), inline);
        }
        if (length > bytes) {
            throw head.entry().fault(0, length + " bytes are said to be stored as " + bytes);
        }
        return isAdvised(ADVISE_INTERLACED_PCLUSTER) && !inline && bytes == superblock.blockSize()
                ? new Extent.Interlaced(address, bytes) : new Extent.Shifted(address, bytes, inline);
    }

    /** The cluster in which the extent around a byte begins. */
    private long headOf(long position) {
        long number = position >>> clusterBits;
        Cluster cluster = index.at(number);
        if (cluster.isHead() && (position & (1L << clusterBits) - 1) >= cluster.offset()) {
            return number;
        }
        int distance = cluster.isHead() ? 1 : cluster.back();
        while (true) {
            if (distance == 0 || distance > number) {
                throw cluster.entry().fault(0, "cluster " + number + " says that its extent begins " + distance
                        + " clusters before it");
            }
            number -= distance;
            cluster = index.at(number);
            if (cluster.isHead()) {
                return number;
            }
            distance = cluster.back();
        }
    }

    /** Where the extent of a head ends: at the next head, or with the file. */
    private long end(long headNumber) {
        long number = headNumber + 1;
        long most = headNumber + (Compression.DECODED_BYTES_MAX >> superblock.blockBits()) + 1;
        while (number << clusterBits < inode.size()) {
            Cluster cluster = index.at(number);
            if (cluster.isHead()) {
                return Math.min(number << clusterBits | cluster.offset(), inode.size());
            }
            if (number > most) {
                throw cluster.entry().fault(0, "an extent of more than " + Compression.DECODED_BYTES_MAX + " bytes");
            }
            // Before 1.0, mkfs.erofs wrote 0 for 1.
            number += Math.max(1, cluster.ahead());
        }
        return inode.size();
    }

    private int blocks(long headNumber, Cluster head) {
        boolean big = isAdvised(head.type() == TYPE_HEAD1 ? ADVISE_BIG_PCLUSTER_1 : ADVISE_BIG_PCLUSTER_2);
        if (!big || headNumber + 1 << clusterBits >= inode.size()) {
            return 1;
        }
        Cluster next = index.at(headNumber + 1);
        if (next.isHead()) {
            return 1;
        }
        if (next.back() != 1 || next.blocks() == 0) {
            throw next.entry().fault(0, "the first cluster after a head does not count its blocks");
        }
        return next.blocks();
    }

    private boolean isAdvised(int bit) {
        return (advise & bit) != 0;
    }
}
