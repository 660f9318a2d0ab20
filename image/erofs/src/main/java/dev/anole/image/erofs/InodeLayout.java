package dev.anole.image.erofs;

/** {@code struct erofs_inode_compact} and {@code erofs_inode_extended} of {@code fs/erofs/erofs_fs.h}. */
final class InodeLayout {
    /** Inodes stand at multiples of this; a nid counts them. */
    static final int SLOT_BITS = 5;

    static final int I_FORMAT = 0;
    static final int I_XATTR_ICOUNT = 2;
    static final int I_MODE = 4;
    /** Links, or the high half of the count of blocks or of the first block. */
    static final int I_NB = 6;
    static final int I_SIZE = 8;

    static final int COMPACT_MTIME = 12;
    /** {@code i_u}: the first block, the count of blocks, the device, or the format of chunks. */
    static final int COMPACT_U = 16;
    static final int COMPACT_INO = 20;
    static final int COMPACT_UID = 24;
    static final int COMPACT_GID = 26;
    static final int COMPACT_SIZE = 32;

    static final int EXTENDED_U = 16;
    static final int EXTENDED_INO = 20;
    static final int EXTENDED_UID = 24;
    static final int EXTENDED_GID = 28;
    static final int EXTENDED_MTIME = 32;
    static final int EXTENDED_MTIME_NSEC = 40;
    static final int EXTENDED_NLINK = 44;
    static final int EXTENDED_SIZE = 64;

    static final int FORMAT_EXTENDED = 1;
    static final int FORMAT_LAYOUT_SHIFT = 1;
    static final int FORMAT_LAYOUT_MASK = 7;
    /** Of compact inodes that are no directories: one link, and {@code i_nb} is for blocks. */
    static final int FORMAT_NLINK_1 = 0x10;
    /** The same bit of directories: {@code EROFS_I_DOT_OMITTED_BIT}. */
    static final int FORMAT_DOT_OMITTED = 0x10;
    static final int FORMAT_ALL = 0x1f;

    static final int CHUNK_BLKBITS_MASK = 0x1f;
    static final int CHUNK_INDEXES = 0x20;
    static final int CHUNK_48BIT = 0x40;
    static final int CHUNK_ALL = 0x7f;

    /** {@code EROFS_DIRENT_NID_METABOX_BIT}: the inode lies in the metabox. */
    static final long NID_METABOX = 1L << 63;

    private InodeLayout() {
    }
}
