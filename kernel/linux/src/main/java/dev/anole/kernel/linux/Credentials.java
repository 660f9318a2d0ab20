package dev.anole.kernel.linux;

/**
 * Who this process is to the kernel.
 *
 * @param uid who started it
 * @param effectiveUid whose rights it has
 */
public record Credentials(long uid, long effectiveUid, long gid, long effectiveGid) {
    /** Those of the calling thread, which are the process's unless native code changed them. */
    public static Credentials current() {
        return new Credentials(SystemCall.GETUID.call(), SystemCall.GETEUID.call(), SystemCall.GETGID.call(),
                SystemCall.GETEGID.call());
    }

    /** Whether it acts as root. What root may do here is in {@link CapabilitySets}. */
    public boolean isRoot() {
        return effectiveUid == 0;
    }
}
