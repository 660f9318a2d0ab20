package dev.anole.image.erofs;

/**
 * What tells a file from all others of its tree, so that hard links can be seen.
 *
 * @param device the file system, or 0
 * @param inode the number on it
 */
public record FileKey(long device, long inode) {
}
