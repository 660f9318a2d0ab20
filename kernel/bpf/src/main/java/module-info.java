/** BPF without native code: see the package's map. */
module dev.anole.kernel.bpf {
    requires transitive dev.anole.kernel.linux;

    exports dev.anole.kernel.bpf;
    exports dev.anole.kernel.bpf.trace;
}
