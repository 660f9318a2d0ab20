package dev.anole.kernel.bpf;

import dev.anole.kernel.linux.UnavailableException;

import java.util.function.Supplier;

/** What in the kernel a program is for, where the kernel wants that as a type when the program is loaded. */
final class AttachTarget {
    private AttachTarget() {
    }

    /** The type's number; 0 for a program that is attached otherwise. */
    static int type(ProgramDefinition definition, Supplier<Btf> kernel) {
        ProgramSection section = ProgramSection.of(definition.section()).orElseThrow();
        String target = section.target();
        return switch (section.way()) {
            case BTF_TRACEPOINT -> find(kernel, definition, "btf_trace_" + target, BtfKind.TYPEDEF, "tracepoint " + target);
            case TRAMPOLINE -> {
                boolean lsm = section.type() == ProgramType.BPF_PROG_TYPE_LSM;
                yield find(kernel, definition, lsm ? "bpf_lsm_" + target : target, BtfKind.FUNC,
                        (lsm ? "security hook " : "function ") + target);
            }
            case ITERATOR -> find(kernel, definition, "bpf_iter_" + target, BtfKind.FUNC, "iterator " + target);
            case RAW_TRACEPOINT, TRACEPOINT, KPROBE, KRETPROBE, KPROBE_MULTI, KRETPROBE_MULTI, UPROBE, URETPROBE,
                 UPROBE_MULTI, URETPROBE_MULTI, PERF_EVENT, XDP, TCX, CGROUP, NET_NAMESPACE, BY_HAND -> 0;
        };
    }

    private static int find(Supplier<Btf> kernel, ProgramDefinition definition, String name, BtfKind kind, String what) {
        return kernel.get().find(name, kind).orElseThrow(() -> new UnavailableException(
                "program " + definition.name() + " (" + definition.section() + ")", "this kernel has no " + what,
                "its name may differ in this version: bpftool btf dump file /sys/kernel/btf/vmlinux lists them"));
    }
}
