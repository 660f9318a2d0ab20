/** BPF without native code: see the package's map. */
module dev.anole.kernel.bpf {
    requires transitive dev.anole.kernel.linux;
    // For those who test their programs; nobody else needs it.
    requires static org.junit.jupiter.api;
    requires static org.opentest4j;

    exports dev.anole.kernel.bpf;
    exports dev.anole.kernel.bpf.trace;
    exports dev.anole.kernel.bpf.junit;
}
