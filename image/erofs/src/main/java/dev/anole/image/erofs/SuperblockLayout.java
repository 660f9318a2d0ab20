package dev.anole.image.erofs;

/** {@code struct erofs_super_block} of {@code fs/erofs/erofs_fs.h}: offsets in bytes. */
final class SuperblockLayout {
    /** Where it stands in the image; the bytes before are for boot loaders. */
    static final int PLACE = 1024;
    static final int EROFS_SUPER_MAGIC_V1 = 0xE0F5E1E2;

    static final int MAGIC = 0;
    static final int CHECKSUM = 4;
    static final int FEATURE_COMPAT = 8;
    static final int BLKSZBITS = 12;
    static final int SB_EXTSLOTS = 13;
    /** The root's nid, or with 48 bits the high half of the count of blocks. */
    static final int ROOTNID_2B = 14;
    static final int INOS = 16;
    static final int EPOCH = 24;
    static final int FIXED_NSEC = 32;
    static final int BLOCKS_LO = 36;
    static final int META_BLKADDR = 40;
    static final int XATTR_BLKADDR = 44;
    static final int UUID = 48;
    static final int VOLUME_NAME = 64;
    static final int FEATURE_INCOMPAT = 80;
    /** Without compression settings: the distance that LZ4 matches reach back. */
    static final int AVAILABLE_COMPR_ALGS = 84;
    static final int EXTRA_DEVICES = 86;
    static final int DEVT_SLOTOFF = 88;
    static final int DIRBLKBITS = 90;
    static final int XATTR_PREFIX_COUNT = 91;
    static final int XATTR_PREFIX_START = 92;
    static final int PACKED_NID = 96;
    static final int XATTR_FILTER_RESERVED = 104;
    static final int BUILD_TIME = 108;
    static final int ROOTNID_8B = 112;
    static final int METABOX_NID = 128;

    /** Without extension slots. */
    static final int SIZE = 128;
    static final int EXTSLOT_SIZE = 16;

    static final int COMPAT_SB_CHKSUM = 0x1;
    static final int COMPAT_MTIME = 0x2;
    static final int COMPAT_XATTR_FILTER = 0x4;
    static final int COMPAT_SHARED_EA_IN_METABOX = 0x8;
    static final int COMPAT_PLAIN_XATTR_PFX = 0x10;

    private SuperblockLayout() {
    }
}
