package dev.anole.image.erofs;

import java.util.Optional;

/**
 * A block of a directory: entries of 12 bytes, {@code struct erofs_dirent}, then the names that they point at. The first
 * name begins where the entries end, each name ends where the next begins, and the last at a NUL or with the block.
 */
final class DirectoryBlock {
    static final int NID = 0;
    static final int NAMEOFF = 8;
    static final int FILE_TYPE = 10;
    static final int ENTRY_SIZE = 12;

    private final Bytes bytes;
    private final int entries;

    DirectoryBlock(Bytes bytes) {
        this.bytes = bytes;
        int first = bytes.u16(NAMEOFF);
        if (first < ENTRY_SIZE || first % ENTRY_SIZE != 0 || first >= bytes.length()) {
            throw bytes.fault(NAMEOFF, "its first name cannot begin at " + first);
        }
        entries = first / ENTRY_SIZE;
    }

    int entries() {
        return entries;
    }

    byte[] name(int index) {
        int from = bytes.u16(index * ENTRY_SIZE + NAMEOFF);
        int to = index + 1 < entries ? bytes.u16((index + 1) * ENTRY_SIZE + NAMEOFF) : end(from);
        if (from < entries * ENTRY_SIZE || to <= from || to > bytes.length()
                || to - from > Names.NAME_BYTES_MAX) {
            throw bytes.fault(index * ENTRY_SIZE + NAMEOFF, "a name cannot go from " + from + " to " + to);
        }
        byte[] name = bytes.copy(from, to - from);
        for (byte b : name) {
            if (b == 0 || b == '/') {
                throw bytes.fault(from, "a name holds a " + (b == 0 ? "NUL" : "slash"));
            }
        }
        return name;
    }

    DirectoryEntry entry(int index) {
        byte[] name = name(index);
        int type = bytes.u8(index * ENTRY_SIZE + FILE_TYPE);
        Optional<FileType> known = FileType.ofEntry(type);
        return new DirectoryEntry(Names.text(name, 0, name.length), bytes.i64(index * ENTRY_SIZE + NID),
                known.orElseThrow(() -> bytes.fault(index * ENTRY_SIZE + FILE_TYPE, type + " is no kind of file")));
    }

    ErofsException fault(int index, String reason) {
        return bytes.fault(index * ENTRY_SIZE, reason);
    }

    private int end(int from) {
        int to = from;
        while (to < bytes.length() && bytes.u8(to) != 0) {
            to++;
        }
        return to;
    }
}
