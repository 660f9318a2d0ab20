package dev.anole.kernel.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

import static dev.anole.kernel.linux.StatfsLayout.*;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

/**
 * How full a file system is, statfs(2).
 *
 * @param magic its kind, {@code include/uapi/linux/magic.h}
 * @param blockSize bytes of one block, the unit of the next three
 * @param blocks in all
 * @param blocksFree free, for root
 * @param blocksAvailable free, for everybody else
 * @param inodes in all; 0 where the file system makes them as it goes
 * @param inodesFree free
 * @param nameBytesMax longest name
 * @param flags {@code ST_*} of statfs(2)
 */
public record FileSystemStatus(long magic, long blockSize, long blocks, long blocksFree, long blocksAvailable,
                               long inodes, long inodesFree, long nameBytesMax, long flags) {
    public static final long EXT4_SUPER_MAGIC = 0xef53;
    public static final long TMPFS_MAGIC = 0x01021994;
    public static final long PROC_SUPER_MAGIC = 0x9fa0;
    public static final long SYSFS_MAGIC = 0x62656572;
    public static final long CGROUP_SUPER_MAGIC = 0x27e0eb;
    public static final long CGROUP2_SUPER_MAGIC = 0x63677270;
    public static final long OVERLAYFS_SUPER_MAGIC = 0x794c7630;
    public static final long XFS_SUPER_MAGIC = 0x58465342;
    public static final long BTRFS_SUPER_MAGIC = 0x9123683EL;
    public static final long EROFS_SUPER_MAGIC_V1 = 0xE0F5E1E2L;
    public static final long SQUASHFS_MAGIC = 0x73717368;
    public static final long NFS_SUPER_MAGIC = 0x6969;
    public static final long FUSE_SUPER_MAGIC = 0x65735546;

    static final long ST_RDONLY = 1;

    /** That of a path. May wait for a server that does not answer, where the path leads to a network mount. */
    public static FileSystemStatus of(String path) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment statfs = arena.allocate(SIZE, Long.BYTES);
            ErrnoException.check(SystemCall.STATFS.call(NativeMemory.cString(arena, path).address(),
                    statfs.address()), "statfs", path);
            return decode(statfs);
        }
    }

    /** That of an open file or directory. */
    public static FileSystemStatus of(Descriptor file) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment statfs = arena.allocate(SIZE, Long.BYTES);
            ErrnoException.check(SystemCall.FSTATFS.call(file.number(), statfs.address()), "fstatfs",
                    file.subject());
            return decode(statfs);
        }
    }

    /** Whether it can be changed at all. */
    public boolean isReadOnly() {
        return (flags & ST_RDONLY) != 0;
    }

    /** Bytes in all. */
    public long sizeBytes() {
        return blocks * blockSize;
    }

    /** Bytes free for those who are not root. */
    public long availableBytes() {
        return blocksAvailable * blockSize;
    }

    private static FileSystemStatus decode(MemorySegment statfs) {
        long fragment = statfs.get(JAVA_LONG, F_FRSIZE);
        return new FileSystemStatus(statfs.get(JAVA_LONG, F_TYPE),
                fragment != 0 ? fragment : statfs.get(JAVA_LONG, F_BSIZE), statfs.get(JAVA_LONG, F_BLOCKS),
                statfs.get(JAVA_LONG, F_BFREE), statfs.get(JAVA_LONG, F_BAVAIL), statfs.get(JAVA_LONG, F_FILES),
                statfs.get(JAVA_LONG, F_FFREE), statfs.get(JAVA_LONG, F_NAMELEN), statfs.get(JAVA_LONG, F_FLAGS));
    }
}
