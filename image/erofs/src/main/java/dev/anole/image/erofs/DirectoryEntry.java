package dev.anole.image.erofs;

/**
 * A name in a directory.
 *
 * @param name as Java text; bytes that are no UTF-8 are kept as lone surrogates
 * @param nid the inode that it stands for
 * @param type what the entry says it is; the inode says it too
 */
public record DirectoryEntry(String name, long nid, FileType type) {
    /** Whether it stands for the directory itself or the one above. */
    public boolean isDots() {
        return name.equals(".") || name.equals("..");
    }
}
