package dev.anole.kernel.linux;

/** Where a path must not lead, openat2(2). */
public enum ResolveFlag implements KernelConstant {
    /** Not across a mount. */
    RESOLVE_NO_XDEV(0x01),
    /** Not through links of {@code /proc/PID/fd} and the like. */
    RESOLVE_NO_MAGICLINKS(0x02),
    /** Not through any symbolic link. */
    RESOLVE_NO_SYMLINKS(0x04),
    /** Not above the directory that it starts at. */
    RESOLVE_BENEATH(0x08),
    /** The directory that it starts at is the root for "..", absolute paths and links. */
    RESOLVE_IN_ROOT(0x10),
    /** Only as far as the kernel's name cache knows; EAGAIN otherwise. */
    RESOLVE_CACHED(0x20);

    private final int value;

    ResolveFlag(int value) {
        this.value = value;
    }

    @Override
    public long value() {
        return value;
    }
}
