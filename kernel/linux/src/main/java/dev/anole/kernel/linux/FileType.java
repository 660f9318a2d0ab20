package dev.anole.kernel.linux;

/** What kind of thing an inode is: {@code S_IFMT} of inode(7), {@code d_type} of readdir(3). */
public enum FileType {
    FIFO(1),
    CHARACTER_DEVICE(2),
    DIRECTORY(4),
    BLOCK_DEVICE(6),
    REGULAR(8),
    SYMBOLIC_LINK(10),
    SOCKET(12),
    /** The file system does not tell, or it is an anonymous inode such as an epoll's. */
    UNKNOWN(0);

    private static final int S_IFMT_SHIFT = 12;

    private final int directoryEntryType;

    FileType(int directoryEntryType) {
        this.directoryEntryType = directoryEntryType;
    }

    /** From {@code d_type}, which is {@code st_mode >> 12}. */
    static FileType ofDirectoryEntry(int type) {
        for (FileType each : values()) {
            if (each.directoryEntryType == type) {
                return each;
            }
        }
        return UNKNOWN;
    }

    /** {@code S_IFMT} of such an inode's mode. */
    int modeBits() {
        return directoryEntryType << S_IFMT_SHIFT;
    }

    static FileType ofMode(int mode) {
        return ofDirectoryEntry(mode >>> S_IFMT_SHIFT & 0xf);
    }
}
