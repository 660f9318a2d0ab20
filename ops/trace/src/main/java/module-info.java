/** BPF as operations of a host: questions to the kernel, programs that are loaded, what works here. */
module dev.anole.ops.trace {
    requires transitive dev.anole.operation;
    requires dev.anole.kernel.bpf;

    exports dev.anole.ops.trace;
}
