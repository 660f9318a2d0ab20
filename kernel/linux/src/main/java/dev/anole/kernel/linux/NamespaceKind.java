package dev.anole.kernel.linux;

/** What a process can have a world of its own of, namespaces(7). */
public enum NamespaceKind implements KernelConstant {
    CLONE_NEWTIME(0x80),
    /** Mounts. */
    CLONE_NEWNS(0x20000),
    CLONE_NEWCGROUP(0x2000000),
    /** Host name. */
    CLONE_NEWUTS(0x4000000),
    CLONE_NEWIPC(0x8000000),
    CLONE_NEWUSER(0x10000000),
    CLONE_NEWPID(0x20000000),
    CLONE_NEWNET(0x40000000);

    private final int value;

    NamespaceKind(int value) {
        this.value = value;
    }

    @Override
    public long value() {
        return value;
    }
}
