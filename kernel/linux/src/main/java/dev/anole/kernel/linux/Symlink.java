package dev.anole.kernel.linux;

/** What happens when a path's last name is a symbolic link. */
public enum Symlink {
    /** The call goes to what the link points at. */
    FOLLOW,
    /** The call goes to the link itself. */
    NO_FOLLOW
}
