package dev.anole.kernel.linux;

/** How a name is moved, rename(2). */
public enum RenameFlag implements KernelConstant {
    /** Fails with EEXIST rather than replace what has the new name. */
    RENAME_NOREPLACE(1),
    /** Both names must exist and change places, atomically. */
    RENAME_EXCHANGE(2),
    /** Leaves a whiteout under the old name, for overlayfs. */
    RENAME_WHITEOUT(4);

    private final int value;

    RenameFlag(int value) {
        this.value = value;
    }

    @Override
    public long value() {
        return value;
    }
}
