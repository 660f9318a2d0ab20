package dev.anole.image.erofs;

import static dev.anole.image.erofs.CompressedLayout.*;

/**
 * Packs of entries of 4 or 2 bytes on average. A pack has bit fields, each a type and a number, and at its end the block
 * that they count from; block addresses are sums over the pack. 4-byte entries come in pairs, 2-byte ones by 16 in packs
 * aligned to 32 bytes, with pairs before and behind.
 */
final class CompactIndex implements ClusterIndex {
    private static final int PAIR = 2;
    private static final int PAIR_BYTES = 8;
    private static final int SIXTEEN = 16;
    private static final int SIXTEEN_BYTES = 32;
    private static final int CLUSTER_BITS_MAX = 14;
    private static final int SIXTEEN_CLUSTER_BITS_MAX = 12;
    /** A number of blocks with its mark needs this many. */
    private static final int NUMBER_BITS_MIN = 12;

    private final Inode inode;
    private final int clusterBits;
    private final boolean big;
    private final int numberBits;
    private final long base;
    private final long pairsBefore;
    private final long sixteens;

    CompactIndex(Inode inode, int blockBits, int clusterBits, boolean big, boolean shorter) {
        this.inode = inode;
        this.clusterBits = clusterBits;
        this.big = big;
        if (clusterBits > CLUSTER_BITS_MAX || shorter && clusterBits > SIXTEEN_CLUSTER_BITS_MAX) {
            throw inode.fault("a compact index of clusters of 2^" + clusterBits + " bytes");
        }
        numberBits = Math.max(clusterBits, NUMBER_BITS_MIN);
        base = headerPlace(inode) + HEADER_SIZE;
        // As the kernel has it, the count is by blocks, also where clusters are larger.
        long total = inode.size() + (1L << blockBits) - 1 >>> blockBits;
        pairsBefore = (SIXTEEN_BYTES - base % SIXTEEN_BYTES) / Integer.BYTES & 7;
        sixteens = shorter && pairsBefore < total ? total - pairsBefore & -SIXTEEN : 0;
    }

    /** A pack's bit fields. */
    private record Pack(Bytes bytes, int entries, int entryBits, int numberBits) {
        int type(int i) {
            return field(i) >>> numberBits & TYPE_MASK;
        }

        int number(int i) {
            return field(i) & (1 << numberBits) - 1;
        }

        boolean isNonHead(int i) {
            return type(i) == TYPE_NONHEAD;
        }

        long base() {
            return bytes.u32(bytes.length() - Integer.BYTES);
        }

        private int field(int i) {
            int bit = i * entryBits;
            int at = bit >>> 3;
            // The base block stands behind, so four bytes can always be read.
            return bytes.i32(at) >>> (bit & 7);
        }
    }

    @Override
    public Cluster at(long number) {
        long place = base;
        long within = number;
        boolean pair = true;
        if (number >= pairsBefore) {
            place += pairsBefore * Integer.BYTES;
            within -= pairsBefore;
            if (within < sixteens) {
                pair = false;
            } else {
                place += sixteens * Short.BYTES;
                within -= sixteens;
            }
        }
        int entries = pair ? PAIR : SIXTEEN;
        int packBytes = pair ? PAIR_BYTES : SIXTEEN_BYTES;
        long start = place + within / entries * packBytes;
        Bytes bytes = inode.space().read("clusters around " + number + " of " + inode.title(), start, packBytes);
        Pack pack = new Pack(bytes, entries, (packBytes - Integer.BYTES) * Byte.SIZE / entries, numberBits);
        return decode(pack, (int) (within % entries), start + packBytes);
    }

    private Cluster decode(Pack pack, int i, long packEnd) {
        int type = pack.type(i);
        int number = pack.number(i);
        if (type != TYPE_NONHEAD) {
            if (number >= 1 << clusterBits) {
                throw pack.bytes.fault(0, "offset " + number + " is outside the cluster");
            }
            long block = pack.base() + (big ? blocksBefore(pack, i) : headsBefore(pack, i));
            return new Cluster(type, number, 0, 0, 0, block, false, pack.bytes, packEnd);
        }
        int ahead = ahead(pack, i);
        if ((number & D0_CBLKCNT) != 0) {
            if (!big) {
                throw pack.bytes.fault(0, "a count of blocks, and all compressed clusters have one block");
            }
            return new Cluster(type, 0, 1, ahead, number & ~D0_CBLKCNT, 0, false, pack.bytes, packEnd);
        }
        int back = i + 1 < pack.entries ? number : back(pack, i);
        return new Cluster(type, 0, back, ahead, 0, 0, false, pack.bytes, packEnd);
    }

    /** The last of a pack keeps its distance ahead; the one back follows from its neighbour. */
    private static int back(Pack pack, int i) {
        if (!pack.isNonHead(i - 1)) {
            return 1;
        }
        int number = pack.number(i - 1);
        return (number & D0_CBLKCNT) != 0 ? 2 : number + 1;
    }

    private static int ahead(Pack pack, int i) {
        int distance = 0;
        for (int j = i; j < pack.entries; j++, distance++) {
            if (!pack.isNonHead(j)) {
                return distance;
            }
        }
        int number = pack.number(pack.entries - 1);
        return (number & D0_CBLKCNT) != 0 ? distance : distance + number - 1;
    }

    /** With clusters of one block each: how many heads there are up to this one. */
    private static long headsBefore(Pack pack, int i) {
        long blocks = 1;
        for (int j = i - 1; j >= 0; j--) {
            if (pack.isNonHead(j)) {
                j -= pack.number(j);
            }
            if (j >= 0) {
                blocks++;
            }
        }
        return blocks;
    }

    /** With counted blocks: those of the clusters that the pack tells of before this head. */
    private static long blocksBefore(Pack pack, int i) {
        long blocks = 0;
        for (int j = i - 1; j >= 0; j--) {
            if (!pack.isNonHead(j)) {
                blocks++;
                continue;
            }
            int number = pack.number(j);
            if ((number & D0_CBLKCNT) != 0) {
                blocks += number & ~D0_CBLKCNT;
                j--;
            } else if (number <= 1) {
                throw pack.bytes.fault(0, "the first cluster after a head does not count its blocks");
            } else {
                // To the one that counts them, which is the next to look at.
                j -= number - 2;
            }
        }
        return blocks;
    }
}
