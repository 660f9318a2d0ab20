package dev.anole.image.erofs;

import java.util.Optional;

/** What kind of thing an inode is: {@code EROFS_FT_*} in directory entries, {@code S_IFMT} in modes. */
public enum FileType {
    REGULAR(1, 0100000),
    DIRECTORY(2, 0040000),
    CHARACTER_DEVICE(3, 0020000),
    BLOCK_DEVICE(4, 0060000),
    FIFO(5, 0010000),
    SOCKET(6, 0140000),
    SYMBOLIC_LINK(7, 0120000);

    static final int S_IFMT = 0170000;

    private final int entry;
    private final int mode;

    FileType(int entry, int mode) {
        this.entry = entry;
        this.mode = mode;
    }

    /** The number in a directory entry. */
    int entry() {
        return entry;
    }

    /** The bits of a mode. */
    int mode() {
        return mode;
    }

    boolean hasData() {
        return this == REGULAR || this == DIRECTORY || this == SYMBOLIC_LINK;
    }

    boolean isDevice() {
        return this == CHARACTER_DEVICE || this == BLOCK_DEVICE;
    }

    static Optional<FileType> ofEntry(int number) {
        for (FileType each : values()) {
            if (each.entry == number) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    static Optional<FileType> ofMode(int mode) {
        for (FileType each : values()) {
            if (each.mode == (mode & S_IFMT)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }
}
