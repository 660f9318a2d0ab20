package dev.anole.image.erofs;

/** {@code struct erofs_xattr_ibody_header} and {@code erofs_xattr_entry} of {@code fs/erofs/erofs_fs.h}. */
final class XattrLayout {
    static final int H_NAME_FILTER = 0;
    static final int H_SHARED_COUNT = 4;
    static final int BODY_HEADER_SIZE = 12;

    static final int E_NAME_LEN = 0;
    static final int E_NAME_INDEX = 1;
    static final int E_VALUE_SIZE = 2;
    static final int ENTRY_SIZE = 4;

    /** Entries stand at multiples of this. */
    static final int ALIGNMENT = 4;

    /** In {@code e_name_index}: the rest of it is the number of a long prefix. */
    static final int LONG_PREFIX = 0x80;

    static final int NAME_BYTES_MAX = 255;
    static final int VALUE_BYTES_MAX = 65535;
    static final int ICOUNT_MAX = 65535;
    static final int SHARED_MAX = 255;

    static final int FILTER_SEED = 0x25BBE08F;

    private XattrLayout() {
    }

    static int entryBytes(int nameBytes, int valueBytes) {
        return ENTRY_SIZE + nameBytes + valueBytes + ALIGNMENT - 1 & -ALIGNMENT;
    }
}
