package dev.anole.kernel.bpf;

import dev.anole.kernel.linux.Descriptor;
import dev.anole.kernel.linux.Errno;
import dev.anole.kernel.linux.ErrnoException;
import dev.anole.kernel.linux.NativeMemory;
import dev.anole.kernel.linux.UnavailableException;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

/** Attaches one program. Every way ends in descriptors that this process holds, so its end detaches. */
final class Attacher {
    private static final int BPF_F_KPROBE_MULTI_RETURN = 1;
    private static final int BPF_F_UPROBE_MULTI_RETURN = 1;
    private static final int XDP_FLAGS_SKB_MODE = 2;
    private static final int XDP_FLAGS_DRV_MODE = 4;
    private static final int XDP_FLAGS_HW_MODE = 8;

    private final BpfProgram program;

    Attacher(BpfProgram program) {
        this.program = program;
    }

    BpfLink attach(Attachment where) {
        return switch (where) {
            case Attachment.Typed() -> rawTracepoint("");
            case Attachment.RawTracepoint(String name) -> rawTracepoint(name);
            case Attachment.Tracepoint point -> event(PerfEventOpen.tracepoint(point.category(), point.name()));
            case Attachment.KernelProbe probe -> event(PerfEventOpen.kernelProbe(probe));
            case Attachment.UserProbe probe -> event(PerfEventOpen.userProbe(probe));
            case Attachment.Sampling sampling -> events(PerfEventOpen.sampling(sampling));
            case Attachment.Event(Descriptor event) -> new BpfLink(link(event.number(), AttachType.BPF_PERF_EVENT, 0));
            case Attachment.KernelProbes probes -> kernelProbes(probes);
            case Attachment.UserProbes probes -> userProbes(probes);
            case Attachment.Xdp(int index, Attachment.XdpMode mode) -> new BpfLink(link(index, AttachType.BPF_XDP, xdp(mode)));
            case Attachment.TrafficControl(int index, boolean ingress) -> new BpfLink(link(index,
                    ingress ? AttachType.BPF_TCX_INGRESS : AttachType.BPF_TCX_EGRESS, 0));
            case Attachment.Cgroup(Descriptor directory) -> new BpfLink(link(directory.number(), own(), 0));
            case Attachment.NetNamespace(Descriptor namespace) -> new BpfLink(link(namespace.number(), own(), 0));
            case Attachment.Iterator() -> new BpfLink(link(0, AttachType.BPF_TRACE_ITER, 0));
        };
    }

    private AttachType own() {
        return program.definition().attachType().orElseThrow(() -> new ObjectException(program.subject(),
                "section " + program.definition().section(), "does not say what it is attached for"));
    }

    private static int xdp(Attachment.XdpMode mode) {
        return switch (mode) {
            case ANY -> 0;
            case GENERIC -> XDP_FLAGS_SKB_MODE;
            case DRIVER -> XDP_FLAGS_DRV_MODE;
            case HARDWARE -> XDP_FLAGS_HW_MODE;
        };
    }

    /** Works for typed programs too, which need no name, on kernels that have no links for them yet. */
    private BpfLink rawTracepoint(String name) {
        try (BpfAttr attr = new BpfAttr()) {
            attr.int32(BpfAttrLayout.RAW_TRACEPOINT__PROG_FD, program.number());
            if (!name.isEmpty()) {
                attr.string(BpfAttrLayout.RAW_TRACEPOINT__NAME, name);
            }
            long result = attr.tryCall(BpfCommand.BPF_RAW_TRACEPOINT_OPEN);
            if (!name.isEmpty() && Errno.ENOENT.is(result)) {
                throw new UnavailableException("tracepoint " + name, "this kernel has none of that name",
                        "its own are in /sys/kernel/tracing/available_events");
            }
            return new BpfLink(checked(result, name.isEmpty() ? program.definition().target() : name));
        }
    }

    private BpfLink event(Descriptor event) {
        return events(List.of(event));
    }

    /** A link for each event; kernels before 5.15 have none for events, and take an ioctl(2). */
    private BpfLink events(List<Descriptor> events) {
        List<Descriptor> all = new ArrayList<>();
        try {
            for (Descriptor event : events) {
                try (BpfAttr attr = linkCreate(event.number(), AttachType.BPF_PERF_EVENT, 0)) {
                    long result = attr.tryCall(BpfCommand.BPF_LINK_CREATE);
                    if (Errno.EINVAL.is(result) && KernelVersion.running().code() < new KernelVersion(5, 15, 0).code()) {
                        event.ioctl(PerfEventOpen.PERF_EVENT_IOC_SET_BPF, program.number());
                    } else {
                        all.add(checked(result, event.subject()));
                    }
                }
                event.ioctl(PerfEventOpen.PERF_EVENT_IOC_ENABLE, 0);
            }
            all.addAll(events);
            return new BpfLink(all);
        } catch (RuntimeException e) {
            all.forEach(Descriptor::close);
            events.forEach(Descriptor::close);
            throw e;
        }
    }

    private BpfLink kernelProbes(Attachment.KernelProbes probes) {
        try (Arena arena = Arena.ofConfined(); BpfAttr attr = linkCreate(0, AttachType.BPF_TRACE_KPROBE_MULTI, 0)) {
            int count = probes.functions().size();
            MemorySegment names = arena.allocate(JAVA_LONG_UNALIGNED, Math.max(1, count));
            for (int i = 0; i < count; i++) {
                names.setAtIndex(JAVA_LONG_UNALIGNED, i, NativeMemory.cString(arena, probes.functions().get(i)).address());
            }
            attr.pointer(BpfAttrLayout.LINK_CREATE__KPROBE_MULTI__SYMS, names)
                    .int32(BpfAttrLayout.LINK_CREATE__KPROBE_MULTI__CNT, count)
                    .int32(BpfAttrLayout.LINK_CREATE__KPROBE_MULTI__FLAGS, probes.atReturn() ? BPF_F_KPROBE_MULTI_RETURN : 0);
            return new BpfLink(checked(attr.tryCall(BpfCommand.BPF_LINK_CREATE), count + " functions of the kernel"));
        }
    }

    private BpfLink userProbes(Attachment.UserProbes probes) {
        try (Arena arena = Arena.ofConfined(); BpfAttr attr = linkCreate(0, AttachType.BPF_TRACE_UPROBE_MULTI, 0)) {
            int count = probes.offsets().size();
            if (count == 0) {
                throw new ObjectException(probes.file(), "user probes", "no function matches");
            }
            MemorySegment offsets = arena.allocate(JAVA_LONG_UNALIGNED, count);
            for (int i = 0; i < count; i++) {
                offsets.setAtIndex(JAVA_LONG_UNALIGNED, i, probes.offsets().get(i));
            }
            attr.string(BpfAttrLayout.LINK_CREATE__UPROBE_MULTI__PATH, probes.file())
                    .pointer(BpfAttrLayout.LINK_CREATE__UPROBE_MULTI__OFFSETS, offsets)
                    .int32(BpfAttrLayout.LINK_CREATE__UPROBE_MULTI__CNT, count)
                    .int32(BpfAttrLayout.LINK_CREATE__UPROBE_MULTI__FLAGS, probes.atReturn() ? BPF_F_UPROBE_MULTI_RETURN : 0)
                    .int32(BpfAttrLayout.LINK_CREATE__UPROBE_MULTI__PID, Math.max(0, probes.pid()));
            return new BpfLink(checked(attr.tryCall(BpfCommand.BPF_LINK_CREATE), count + " functions of " + probes.file()));
        }
    }

    private BpfAttr linkCreate(int target, AttachType type, int flags) {
        return new BpfAttr().int32(BpfAttrLayout.LINK_CREATE__PROG_FD, program.number())
                .int32(BpfAttrLayout.LINK_CREATE__TARGET_FD, target)
                .int32(BpfAttrLayout.LINK_CREATE__ATTACH_TYPE, (int) type.value())
                .int32(BpfAttrLayout.LINK_CREATE__FLAGS, flags);
    }

    private Descriptor link(int target, AttachType type, int flags) {
        try (BpfAttr attr = linkCreate(target, type, flags)) {
            return checked(attr.tryCall(BpfCommand.BPF_LINK_CREATE), type.name());
        }
    }

    private Descriptor checked(long result, String target) {
        String what = program.definition().name() + " at " + target;
        if (Errno.EPERM.is(result)) {
            throw Rights.missing("attaching " + what, "bpf link_create");
        }
        if (Errno.EINVAL.is(result) || Errno.EOPNOTSUPP.is(result)) {
            throw new UnavailableException("attaching " + what, "this kernel cannot ("
                    + new ErrnoException("bpf", (int) -result, "").errno() + ")", "use another way to attach; BpfProbe says "
                    + "which there are");
        }
        return new Descriptor((int) ErrnoException.check(result, "attach", what), "link of " + what);
    }
}
