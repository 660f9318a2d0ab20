package dev.anole.kernel.linux;

import java.util.Set;

/**
 * Worlds of one's own, namespaces(7). What these calls change belongs to the calling <em>thread</em>: other threads of
 * the JVM, and all that it does on them, stay where they are. So the caller is a platform thread that is used for
 * nothing else and then ends; a virtual one is refused, because it would leave its carrier changed for others.
 *
 * <p>A thread that leaves the mount namespace no longer shares its working directory and umask with the rest.
 */
public final class Namespaces {
    static final int CLONE_FS = 0x200;

    private Namespaces() {
    }

    /**
     * Gives the calling thread new namespaces. A new {@code CLONE_NEWPID} only takes in children that it makes later;
     * {@code CLONE_NEWUSER} is refused by the kernel (EINVAL) in a process with several threads, and the JVM is one.
     */
    public static void unshare(Set<NamespaceKind> kinds) {
        requirePlatformThread();
        ErrnoException.check(SystemCall.UNSHARE.call(KernelConstant.mask(kinds)), "unshare", kinds);
    }

    /**
     * Moves the calling thread into a namespace.
     *
     * @param namespace an open {@code /proc/PID/ns/…}, or a {@link ProcessDescriptor} whose namespace is meant
     */
    public static void enter(Descriptor namespace, NamespaceKind kind) {
        requirePlatformThread();
        if (kind == NamespaceKind.CLONE_NEWNS) {
            // The kernel refuses a thread that shares its root and working directory with others.
            ErrnoException.check(SystemCall.UNSHARE.call(CLONE_FS), "unshare", "CLONE_FS");
        }
        ErrnoException.check(SystemCall.SETNS.call(namespace.number(), kind.value()), "setns", namespace.subject());
    }

    /** The calling thread's namespace of a kind, to come back to. */
    public static OpenFile current(NamespaceKind kind) {
        return OpenFile.open("/proc/thread-self/ns/" + file(kind), Access.O_RDONLY);
    }

    /** A process's namespace of a kind. */
    public static OpenFile of(int pid, NamespaceKind kind) {
        return OpenFile.open("/proc/" + pid + "/ns/" + file(kind), Access.O_RDONLY);
    }

    private static String file(NamespaceKind kind) {
        return switch (kind) {
            case CLONE_NEWTIME -> "time";
            case CLONE_NEWNS -> "mnt";
            case CLONE_NEWCGROUP -> "cgroup";
            case CLONE_NEWUTS -> "uts";
            case CLONE_NEWIPC -> "ipc";
            case CLONE_NEWUSER -> "user";
            case CLONE_NEWPID -> "pid";
            case CLONE_NEWNET -> "net";
        };
    }

    private static void requirePlatformThread() {
        if (Thread.currentThread().isVirtual()) {
            throw new IllegalStateException("a virtual thread cannot change namespaces: its carrier would keep them");
        }
    }
}
