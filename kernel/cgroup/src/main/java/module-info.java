/** Control groups as Java types: see the package's map. */
module dev.anole.kernel.cgroup {
    requires transitive dev.anole.kernel.linux;

    exports dev.anole.kernel.cgroup;
}
