package dev.anole.kernel.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

import static dev.anole.kernel.linux.StatxLayout.*;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

/**
 * What the kernel knows of a file, statx(2).
 *
 * @param mode permission bits with set-uid, set-gid and sticky: {@code 07777}
 * @param uid owner, 0 to 4294967295
 * @param gid group, 0 to 4294967295
 * @param links hard links
 * @param size bytes
 * @param blocks allocated, in 512 bytes each, whatever the block size is
 * @param blockSize bytes, preferred for input and output
 * @param device the file system's device
 * @param special for a device node, the device that it stands for
 * @param mount the mount's number as in {@code /proc/self/mountinfo}; 0 before Linux 5.8
 * @param accessed last read, in nanoseconds, as coarse as the file system and its mount options make it
 * @param modified last change of the content
 * @param changed last change of the inode; nobody can set it
 * @param born creation, where the file system records it
 */
public record FileStatus(FileType type, int mode, long uid, long gid, long links, long size, long blocks,
                         int blockSize, long inode, DeviceNumber device, Optional<DeviceNumber> special, long mount,
                         Instant accessed, Instant modified, Instant changed, Optional<Instant> born,
                         Set<InodeAttribute> attributes) {
    static final int STATX_BASIC_STATS = 0x7ff;
    static final int STATX_BTIME = 0x800;
    static final int STATX_MNT_ID = 0x1000;

    private static final int PERMISSIONS = 07777;

    public FileStatus {
        if ((mode & ~PERMISSIONS) != 0) {
            throw new IllegalArgumentException("permission bits outside 07777: " + Integer.toOctalString(mode));
        }
        attributes = Set.copyOf(attributes);
    }

    /** Whether two names lead to the same inode on the same file system. */
    public boolean isSameFileAs(FileStatus other) {
        return inode == other.inode && device.equals(other.device);
    }

    static FileStatus read(int directory, String name, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment path = NativeMemory.cString(arena, name);
            MemorySegment statx = arena.allocate(SIZE, Long.BYTES);
            ErrnoException.check(SystemCall.STATX.call(directory, path.address(), flags,
                    STATX_BASIC_STATS | STATX_BTIME | STATX_MNT_ID, statx.address()), "statx", name);
            return decode(statx);
        }
    }

    private static FileStatus decode(MemorySegment statx) {
        int mode = Short.toUnsignedInt(statx.get(JAVA_SHORT, STX_MODE));
        int mask = statx.get(JAVA_INT, STX_MASK);
        FileType type = FileType.ofMode(mode);
        boolean isDevice = type == FileType.CHARACTER_DEVICE || type == FileType.BLOCK_DEVICE;
        return new FileStatus(type, mode & PERMISSIONS,
                Integer.toUnsignedLong(statx.get(JAVA_INT, STX_UID)),
                Integer.toUnsignedLong(statx.get(JAVA_INT, STX_GID)),
                Integer.toUnsignedLong(statx.get(JAVA_INT, STX_NLINK)),
                statx.get(JAVA_LONG, STX_SIZE), statx.get(JAVA_LONG, STX_BLOCKS), statx.get(JAVA_INT, STX_BLKSIZE),
                statx.get(JAVA_LONG, STX_INO), device(statx, STX_DEV_MAJOR, STX_DEV_MINOR),
                isDevice ? Optional.of(device(statx, STX_RDEV_MAJOR, STX_RDEV_MINOR)) : Optional.empty(),
                (mask & STATX_MNT_ID) != 0 ? statx.get(JAVA_LONG, STX_MNT_ID) : 0,
                time(statx, STX_ATIME), time(statx, STX_MTIME), time(statx, STX_CTIME),
                (mask & STATX_BTIME) != 0 ? Optional.of(time(statx, STX_BTIME)) : Optional.empty(),
                InodeAttribute.ofMask(statx.get(JAVA_LONG, STX_ATTRIBUTES)));
    }

    private static DeviceNumber device(MemorySegment statx, int major, int minor) {
        return new DeviceNumber(statx.get(JAVA_INT, major), statx.get(JAVA_INT, minor));
    }

    /** {@code struct statx_timestamp}: 64 bits of seconds, 32 of nanoseconds. */
    private static Instant time(MemorySegment statx, int offset) {
        return Instant.ofEpochSecond(statx.get(JAVA_LONG, offset), statx.get(JAVA_INT, offset + Long.BYTES));
    }
}
