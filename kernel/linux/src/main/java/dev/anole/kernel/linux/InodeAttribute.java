package dev.anole.kernel.linux;

import java.util.EnumSet;
import java.util.Set;

/** What a file system says of an inode beyond its mode, statx(2). */
public enum InodeAttribute implements KernelConstant {
    STATX_ATTR_COMPRESSED(0x4),
    /** Nobody, root included, changes, renames or removes it: chattr +i. */
    STATX_ATTR_IMMUTABLE(0x10),
    /** It can only grow: chattr +a. */
    STATX_ATTR_APPEND(0x20),
    STATX_ATTR_NODUMP(0x40),
    STATX_ATTR_ENCRYPTED(0x800),
    STATX_ATTR_AUTOMOUNT(0x1000),
    STATX_ATTR_MOUNT_ROOT(0x2000),
    STATX_ATTR_VERITY(0x100000),
    STATX_ATTR_DAX(0x200000);

    private final int value;

    InodeAttribute(int value) {
        this.value = value;
    }

    @Override
    public long value() {
        return value;
    }

    static Set<InodeAttribute> ofMask(long mask) {
        EnumSet<InodeAttribute> found = EnumSet.noneOf(InodeAttribute.class);
        for (InodeAttribute each : values()) {
            if ((mask & each.value) != 0) {
                found.add(each);
            }
        }
        return Set.copyOf(found);
    }
}
