package dev.anole.kernel.linux;

/** Who else may hold a lock at the same time. */
public enum LockMode {
    /** Other holders of a shared lock. */
    SHARED,
    /** Nobody. */
    EXCLUSIVE
}
