package dev.anole.image.erofs;

/** {@code struct z_erofs_map_header}, {@code z_erofs_lcluster_index} and {@code z_erofs_extent}. */
final class CompressedLayout {
    /** The header stands at a multiple of this behind inode and attributes. */
    static final int HEADER_ALIGNMENT = 8;

    static final int H_FRAGMENTOFF = 0;
    static final int H_IDATA_SIZE = 2;
    static final int H_EXTENTS_LO = 0;
    static final int H_ADVISE = 4;
    /** The low half of the byte for HEAD1, the high one for HEAD2. */
    static final int H_ALGORITHMTYPE = 6;
    static final int H_EXTENTS_HI = 6;
    static final int H_CLUSTERBITS = 7;
    static final int HEADER_SIZE = 8;

    static final int ADVISE_COMPACTED_2B = 0x1;
    static final int ADVISE_EXTENTS = 0x1;
    static final int ADVISE_BIG_PCLUSTER_1 = 0x2;
    static final int ADVISE_BIG_PCLUSTER_2 = 0x4;
    static final int ADVISE_INLINE_PCLUSTER = 0x8;
    static final int ADVISE_INTERLACED_PCLUSTER = 0x10;
    static final int ADVISE_FRAGMENT_PCLUSTER = 0x20;
    static final int ADVISE_EXTRECSZ_SHIFT = 1;
    static final int ADVISE_EXTRECSZ_MASK = 3;

    /** In {@code h_clusterbits}: the whole file lies in the packed inode. */
    static final int FRAGMENT_INODE = 0x80;
    static final int CLUSTERBITS_MASK = 0xf;

    /** Between the header and the entries of a full index. */
    static final int FULL_INDEX_GAP = 8;
    static final int DI_ADVISE = 0;
    static final int DI_CLUSTEROFS = 2;
    static final int DI_BLKADDR = 4;
    static final int DI_DELTA_0 = 4;
    static final int DI_DELTA_1 = 6;
    static final int INDEX_SIZE = 8;
    static final int LI_PARTIAL_REF = 1 << 15;

    static final int TYPE_PLAIN = 0;
    static final int TYPE_HEAD1 = 1;
    static final int TYPE_NONHEAD = 2;
    static final int TYPE_HEAD2 = 3;
    static final int TYPE_MASK = 3;

    /** In the first distance of the first entry after a head: how many blocks the cluster has. */
    static final int D0_CBLKCNT = 1 << 11;

    static final int E_PLEN = 0;
    static final int E_PSTART_LO = 4;
    static final int E_PSTART_HI = 8;
    static final int E_LSTART_LO = 12;
    static final int E_LSTART_HI = 16;
    static final int PLEN_PARTIAL = 1 << 27;
    static final int PLEN_FORMAT_SHIFT = 28;
    static final int PLEN_MASK = (1 << 21) - 1;

    /** Records without an own logical start: one a logical cluster. */
    static final int RECORD_LENGTHS = 4;
    static final int RECORD_ADDRESSES = 8;
    /** Records with a logical start of 32 and of 64 bits. */
    static final int RECORD_STARTS = 16;
    static final int RECORD_WIDE = 32;

    private CompressedLayout() {
    }

    static long headerPlace(Inode inode) {
        return inode.end() + HEADER_ALIGNMENT - 1 & -HEADER_ALIGNMENT;
    }
}
