/** The kernel's event counters as Java types: see the package's map. */
module dev.anole.kernel.perf {
    requires transitive dev.anole.kernel.linux;

    exports dev.anole.kernel.perf;
}
