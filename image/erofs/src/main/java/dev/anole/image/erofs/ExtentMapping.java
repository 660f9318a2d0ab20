package dev.anole.image.erofs;

import static dev.anole.image.erofs.CompressedLayout.*;

/**
 * Encoded extents: a record for each, in one of four sizes. The short records (4 and 8 bytes) stand for one logical
 * cluster each; in the shortest an extent begins where the one before ended, so its address is a sum. The long ones (16
 * and 32 bytes) say where they begin in the file and are searched by halves.
 */
final class ExtentMapping implements Mapping {
    private final Inode inode;
    private final Superblock superblock;
    private final int recordBytes;
    private final long count;
    private final int clusterBits;
    private final boolean interlaced;
    private final boolean fragment;
    private final long table;

    /** Of the shortest records: the sum of lengths before a cluster, to go on from. */
    private long summedClusters;
    private long summedAddress;

    ExtentMapping(Inode inode, Superblock superblock, int advise, long count, int clusterBits) {
        this.inode = inode;
        this.superblock = superblock;
        this.count = count;
        this.clusterBits = clusterBits;
        recordBytes = RECORD_LENGTHS << (advise >> ADVISE_EXTRECSZ_SHIFT & ADVISE_EXTRECSZ_MASK);
        interlaced = (advise & ADVISE_INTERLACED_PCLUSTER) != 0;
        fragment = (advise & ADVISE_FRAGMENT_PCLUSTER) != 0;
        table = headerPlace(inode) + HEADER_SIZE + recordBytes - 1 & -recordBytes;
        // Short records are as many as there are clusters; the count's place holds the cluster's size instead.
        if (recordBytes >= RECORD_STARTS && count > inode.space().medium().size() / recordBytes) {
            throw inode.fault(count + " extents are more than the image has room for");
        }
        if (recordBytes == RECORD_LENGTHS) {
            summedAddress = base();
        }
    }

    @Override
    public Extent at(long position) {
        return recordBytes <= RECORD_ADDRESSES ? ofCluster(position) : searched(position);
    }

    private Extent ofCluster(long position) {
        long cluster = position >>> clusterBits;
        long start = cluster << clusterBits;
        long end = Math.min(start + (1L << clusterBits), inode.size());
        Bytes record = clusterRecord(cluster);
        long address = recordBytes == RECORD_ADDRESSES ? record.u32(E_PSTART_LO) : summed(cluster);
        return extent(record, start, end, address, end == inode.size());
    }

    private Bytes clusterRecord(long cluster) {
        long first = recordBytes == RECORD_LENGTHS ? table + Long.BYTES : table;
        return record(cluster, first + cluster * recordBytes);
    }

    private long base() {
        return inode.space().read("extents of " + inode.title(), table, Long.BYTES).i64(0);
    }

    private long summed(long cluster) {
        if (cluster < summedClusters) {
            summedClusters = 0;
            summedAddress = base();
        }
        while (summedClusters < cluster) {
            summedAddress += clusterRecord(summedClusters).i32(E_PLEN) & PLEN_MASK;
            summedClusters++;
        }
        return summedAddress;
    }

    private Extent searched(long position) {
        long low = 0;
        long high = count;
        long end = inode.size();
        while (low < high) {
            long middle = low + high >>> 1;
            long start = start(record(middle, table + middle * recordBytes));
            if (start > position) {
                end = Math.min(end, start);
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        if (low == 0) {
            // Before the first record nothing is stored.
            return new Extent(0, end, new Extent.Hole());
        }
        Bytes record = record(low - 1, table + (low - 1) * recordBytes);
        long address = record.u32(E_PSTART_LO) | record.u32(E_PSTART_HI) << 32;
        return extent(record, start(record), end, address, low == count);
    }

    private static long start(Bytes record) {
        long low = record.u32(E_LSTART_LO);
        return record.length() == RECORD_WIDE ? low | record.u32(E_LSTART_HI) << 32 : low;
    }

    private Extent extent(Bytes record, long start, long end, long address, boolean last) {
        int word = record.i32(E_PLEN);
        if (start < 0 || start >= end) {
            throw record.fault(0, "it begins at byte " + start + " of the file and ends at " + end);
        }
        if (last && fragment) {
            long high = recordBytes > RECORD_LENGTHS ? address << 32 : 0;
            return new Extent(start, end - start, new Extent.Fragment((word & 0xffffffffL) | high));
        }
        int bytes = word & PLEN_MASK;
        if (bytes == 0) {
            return new Extent(start, end - start, new Extent.Hole());
        }
        return CompressedMapping.checked(new Extent(start, end - start, source(record, word, bytes, address)),
                record, bytes);
    }

    private Extent.Source source(Bytes record, int word, int bytes, long address) {
        int format = word >>> PLEN_FORMAT_SHIFT;
        if (format != 0) {
            return new Extent.Encoded(CompressedMapping.algorithm(format - 1, superblock, record, E_PLEN), address,
                    bytes, (word & PLEN_PARTIAL) != 0, false);
        }
        int within = superblock.blockSize() - 1;
        return interlaced && ((address | bytes) & within) == 0 && bytes <= superblock.blockSize()
                ? new Extent.Interlaced(address, bytes) : new Extent.Shifted(address, bytes, false);
    }

    private Bytes record(long number, long place) {
        return inode.space().read("extent " + number + " of " + inode.title(), place, recordBytes);
    }
}
