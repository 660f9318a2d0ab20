package dev.anole.kernel.cgroup;

/** The two interfaces of control groups. */
public enum CgroupVersion {
    /** Each controller, or a few together, in a hierarchy of its own: {@code Documentation/admin-guide/cgroup-v1}. */
    V1,
    /** One hierarchy for all: {@code Documentation/admin-guide/cgroup-v2.rst}. */
    V2
}
