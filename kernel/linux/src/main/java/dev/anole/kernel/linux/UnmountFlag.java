package dev.anole.kernel.linux;

/** How a file system is unmounted, umount2(2). */
public enum UnmountFlag implements KernelConstant {
    /** Gives up requests under way, where the file system can: NFS, FUSE. */
    MNT_FORCE(1),
    /** The name goes now, the mount when nobody uses it any more. */
    MNT_DETACH(2),
    MNT_EXPIRE(4),
    UMOUNT_NOFOLLOW(8);

    private final int value;

    UnmountFlag(int value) {
        this.value = value;
    }

    @Override
    public long value() {
        return value;
    }
}
