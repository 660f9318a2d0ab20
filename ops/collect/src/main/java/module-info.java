/** The collector: what this host is made of, and how it fares, second by second. */
module dev.anole.ops.collect {
    requires transitive dev.anole.operation;
    requires dev.anole.kernel.cgroup;
    requires dev.anole.kernel.linux;
    requires dev.anole.kernel.netlink;

    exports dev.anole.ops.collect;
}
