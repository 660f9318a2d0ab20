package dev.anole.kernel.linux;

import java.lang.foreign.Arena;
import java.util.Set;

/**
 * Mounting and unmounting by name, mount(2) and umount2(2). All of it happens in the mount namespace of the calling
 * thread. {@link FileSystemContext} is the newer way, which says why something failed.
 */
public final class Mounts {
    private Mounts() {
    }

    /**
     * Mounts a file system.
     *
     * @param source a device, a file, or a name that means something to the file system
     * @param target where
     * @param type such as "tmpfs"
     * @param data the file system's own options, comma separated; may be empty
     */
    public static void mount(String source, String target, String type, Set<MountFlag> flags, String data) {
        try (Arena arena = Arena.ofConfined()) {
            ErrnoException.check(SystemCall.MOUNT.call(NativeMemory.cString(arena, source).address(),
                    NativeMemory.cString(arena, target).address(), NativeMemory.cString(arena, type).address(),
                    KernelConstant.mask(flags), NativeMemory.cString(arena, data).address()),
                    "mount", source + " on " + target);
        }
    }

    /** Shows a file or directory at another place too. */
    public static void bind(String source, String target, MountFlag... flags) {
        change(source, target, KernelConstant.mask(flags) | MountFlag.MS_BIND.value());
    }

    /** Moves a mount to another place. */
    public static void move(String source, String target) {
        change(source, target, MountFlag.MS_MOVE.value());
    }

    /** Sets who hears of mounts below one: {@code MS_SHARED}, {@code MS_PRIVATE}, …, and {@code MS_REC} or not. */
    public static void propagate(String target, MountFlag... kind) {
        change("none", target, KernelConstant.mask(kind));
    }

    /** Sets the flags of a mount anew; those not given are cleared. */
    public static void remount(String target, Set<MountFlag> flags) {
        change("none", target, KernelConstant.mask(flags) | MountFlag.MS_REMOUNT.value() | MountFlag.MS_BIND.value());
    }

    /** Takes the topmost mount at a place away. */
    public static void unmount(String target, UnmountFlag... flags) {
        try (Arena arena = Arena.ofConfined()) {
            ErrnoException.check(SystemCall.UMOUNT2.call(NativeMemory.cString(arena, target).address(),
                    KernelConstant.mask(flags)), "umount", target);
        }
    }

    private static void change(String source, String target, long flags) {
        try (Arena arena = Arena.ofConfined()) {
            ErrnoException.check(SystemCall.MOUNT.call(NativeMemory.cString(arena, source).address(),
                    NativeMemory.cString(arena, target).address(), 0, flags, 0), "mount", source + " on " + target);
        }
    }
}
