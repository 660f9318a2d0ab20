package dev.anole.kernel.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Set;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

/**
 * A mount that has no place yet, from {@link FileSystemContext#mount} or {@link #copyOf}. If it closes before it has
 * one, it is gone.
 */
public final class DetachedMount extends Descriptor {
    static final int MOVE_MOUNT_F_EMPTY_PATH = 4;
    static final int OPEN_TREE_CLONE = 1;
    static final int OPEN_TREE_CLOEXEC = 0x80000;
    static final int AT_RECURSIVE = 0x8000;

    DetachedMount(int number, String subject) {
        super(number, subject);
    }

    /**
     * A copy of what is mounted at a place, as a bind mount makes it, open_tree(2).
     *
     * @param recursive with all mounts below it
     */
    public static DetachedMount copyOf(Directory directory, String name, boolean recursive) {
        long flags = OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | Directory.AT_SYMLINK_NOFOLLOW
                | (recursive ? AT_RECURSIVE : 0);
        try (Arena arena = Arena.ofConfined()) {
            return new DetachedMount((int) ErrnoException.check(SystemCall.OPEN_TREE.call(directory.number(),
                    NativeMemory.cString(arena, name).address(), flags), "open_tree", name), name);
        }
    }

    /** Sets and clears attributes before anybody can see the mount. */
    public void change(Set<MountAttribute> set, Set<MountAttribute> clear, boolean recursive) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attributes = arena.allocate(MountAttrLayout.SIZE, Long.BYTES);
            attributes.set(JAVA_LONG, MountAttrLayout.ATTR_SET, KernelConstant.mask(set));
            attributes.set(JAVA_LONG, MountAttrLayout.ATTR_CLR, KernelConstant.mask(clear));
            check(SystemCall.MOUNT_SETATTR.call(number(), NativeMemory.cString(arena, "").address(),
                    Directory.AT_EMPTY_PATH | (recursive ? AT_RECURSIVE : 0), attributes.address(),
                    MountAttrLayout.SIZE), "mount_setattr");
        }
    }

    /**
     * Places it. From then on it stays until it is unmounted, whether or not this is closed.
     *
     * @throws ErrnoException EINVAL when the directory was opened in another mount namespace than the calling thread's
     */
    public void attach(Directory directory, String name) {
        try (Arena arena = Arena.ofConfined()) {
            ErrnoException.check(SystemCall.MOVE_MOUNT.call(number(), NativeMemory.cString(arena, "").address(),
                    directory.number(), NativeMemory.cString(arena, name).address(), MOVE_MOUNT_F_EMPTY_PATH),
                    "move_mount", subject() + " to " + name);
        }
    }
}
