package dev.anole.image.erofs;

import dev.anole.kernel.linux.DeviceNumber;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A file of a tree, wherever the tree is.
 *
 * @param path from the root, without a slash before it; empty for the root
 * @param permissions {@code 07777}
 * @param uid owner, 0 to 4294967295
 * @param gid group, 0 to 4294967295
 * @param modified when its data last changed
 * @param size bytes of a regular file's data; otherwise 0
 * @param key the same for names of one file, and for no other file of the tree
 * @param target where a symbolic link points
 * @param device what a device node stands for
 * @param attributes extended attributes by full name
 * @param sparse whether a regular file may have holes; where not, nobody looks for them
 */
public record FileEntry(String path, FileType type, int permissions, long uid, long gid, Instant modified, long size,
                        long links, FileKey key, Optional<String> target, Optional<DeviceNumber> device,
                        Map<String, byte[]> attributes, boolean sparse) {
    private static final long ID_MAX = 0xffffffffL;

    public FileEntry {
        if ((permissions & ~07777) != 0 || uid < 0 || uid > ID_MAX || gid < 0 || gid > ID_MAX || size < 0) {
            throw new IllegalArgumentException("no file: " + ImageException.printable(path) + " with mode "
                    + Integer.toOctalString(permissions) + ", owner " + uid + ":" + gid + ", size " + size);
        }
        if (target.isPresent() != (type == FileType.SYMBOLIC_LINK)) {
            throw new IllegalArgumentException("a target is a symbolic link's: " + ImageException.printable(path));
        }
    }

    /** The last part of the path; empty for the root. */
    public String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** The path of something in this directory. */
    String child(String name) {
        return path.isEmpty() ? name : path + "/" + name;
    }

    /** The same file under another path. */
    FileEntry at(String other) {
        return new FileEntry(other, type, permissions, uid, gid, modified, size, links, key, target, device,
                attributes, sparse);
    }
}
