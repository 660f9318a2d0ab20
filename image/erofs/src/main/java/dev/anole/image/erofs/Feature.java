package dev.anole.image.erofs;

import java.util.EnumSet;
import java.util.Set;

/**
 * What an image uses beyond the first format, {@code EROFS_FEATURE_INCOMPAT_*} of {@code fs/erofs/erofs_fs.h}: a kernel
 * that does not know one refuses the mount. Some bits came to mean two things, and are named by the first.
 */
public enum Feature {
    /** Compressed data stands at the end of its blocks, behind zeros. Set for every compression. */
    ZERO_PADDING(0x1),
    /** Settings of the algorithms follow the superblock; compressed clusters may have several blocks. Linux 5.13. */
    COMPRESSION_CONFIGS(0x2),
    /** Linux 5.15. */
    CHUNKED_FILE(0x4),
    /** Other blobs hold data (Linux 5.16), or two kinds of compressed clusters are used. */
    DEVICE_TABLE(0x8),
    /** The tail of compressed data stands beside its inode. Linux 5.17. */
    TAIL_PACKING(0x10),
    /** Pieces of files lie together in the packed inode, or compressed data is shared. Linux 6.1. */
    FRAGMENTS(0x20),
    /** Linux 6.4. */
    XATTR_PREFIXES(0x40),
    /** 48-bit block addresses and encoded extents. Linux 6.15. */
    WIDE_ADDRESSES(0x80),
    /** Metadata may lie in a file of the image, compressed. Linux 6.17. */
    METABOX(0x100);

    private final int mask;

    Feature(int mask) {
        this.mask = mask;
    }

    /** Its bit. */
    public int mask() {
        return mask;
    }

    static int unknown(int bits) {
        int known = 0;
        for (Feature each : values()) {
            known |= each.mask;
        }
        return bits & ~known;
    }

    static Set<Feature> ofMask(int bits) {
        EnumSet<Feature> found = EnumSet.noneOf(Feature.class);
        for (Feature each : values()) {
            if ((bits & each.mask) != 0) {
                found.add(each);
            }
        }
        return found;
    }

    static int mask(Set<Feature> features) {
        int bits = 0;
        for (Feature each : features) {
            bits |= each.mask;
        }
        return bits;
    }
}
