package dev.anole.kernel.cgroup;

/** How control groups are mounted on a host. */
public enum CgroupMode {
    /** Not at all, or not where this process can see it. */
    NONE,
    /** Hierarchies of version 1 only. */
    V1,
    /** The one hierarchy of version 2 only. */
    V2,
    /** Both; controllers are mostly with version 1, pressure and freezing with version 2. */
    HYBRID
}
