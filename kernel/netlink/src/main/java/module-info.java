/** Netlink as Java types: see the package's map. */
module dev.anole.kernel.netlink {
    requires transitive dev.anole.kernel.linux;

    exports dev.anole.kernel.netlink;
}
