package dev.anole.kernel.bpf;

import dev.anole.kernel.linux.Descriptor;

import java.util.List;

/** Where a program is attached. */
public sealed interface Attachment {
    /** All of the system: for perf events and user probes. */
    int ANY_PROCESS = -1;

    /** What the program's own types say: tp_btf, fentry, fexit, fmod_ret, lsm. */
    record Typed() implements Attachment {
    }

    /** A tracepoint with its raw arguments. */
    record RawTracepoint(String name) implements Attachment {
    }

    /** A tracepoint with its formatted record; needs tracefs. */
    record Tracepoint(String category, String name) implements Attachment {
    }

    /** An instruction of the kernel's. */
    record KernelProbe(String function, long offset, boolean atReturn) implements Attachment {
    }

    /** Many functions of the kernel's at once. */
    record KernelProbes(List<String> functions, boolean atReturn) implements Attachment {
        public KernelProbes {
            functions = List.copyOf(functions);
        }
    }

    /**
     * An instruction of a program or library.
     *
     * @param offset in the file, in bytes: {@link ElfFunctions} finds a function's
     * @param pid of one process, or {@link #ANY_PROCESS}
     */
    record UserProbe(String file, long offset, int pid, boolean atReturn) implements Attachment {
    }

    /** Many instructions of one file at once. */
    record UserProbes(String file, List<Long> offsets, int pid, boolean atReturn) implements Attachment {
        public UserProbes {
            offsets = List.copyOf(offsets);
        }
    }

    /**
     * A clock that interrupts each CPU.
     *
     * @param frequencyHz how often a second, 1 to {@link #FREQUENCY_HZ_MAX}
     * @param pid of one process, or {@link #ANY_PROCESS}
     */
    record Sampling(int frequencyHz, int pid) implements Attachment {
        /** The kernel's own bound is {@code kernel.perf_event_max_sample_rate}. */
        public static final int FREQUENCY_HZ_MAX = 100_000;

        public Sampling {
            if (frequencyHz < 1 || frequencyHz > FREQUENCY_HZ_MAX) {
                throw new IllegalArgumentException("a frequency is 1 to " + FREQUENCY_HZ_MAX + " Hz, not " + frequencyHz);
            }
        }
    }

    /** A perf event that the caller has opened; the link does not close it. */
    record Event(Descriptor perfEvent) implements Attachment {
    }

    /** A network interface, before its packets become socket buffers. */
    record Xdp(int interfaceIndex, XdpMode mode) implements Attachment {
    }

    /** How XDP runs: in the driver, generically behind it, or whichever there is. */
    enum XdpMode {
        ANY, GENERIC, DRIVER, HARDWARE
    }

    /** A network interface's traffic; Linux 6.6 and later. */
    record TrafficControl(int interfaceIndex, boolean ingress) implements Attachment {
    }

    /** A control group and those below it; an open directory of the v2 hierarchy. */
    record Cgroup(Descriptor directory) implements Attachment {
    }

    /** A network namespace, an open file of {@code /proc/PID/ns/net}. */
    record NetNamespace(Descriptor namespace) implements Attachment {
    }

    /** What an iterator walks over; {@link BpfIterator} reads what the program writes. */
    record Iterator() implements Attachment {
    }

    /** Where the section's name says. */
    static Attachment bySection(ProgramDefinition program) {
        ProgramSection section = ProgramSection.of(program.section()).orElseThrow(() ->
                new ObjectException(program.name(), "section " + program.section(), "does not say where to attach it: "
                        + "name an attachment"));
        String target = section.target();
        return switch (section.way()) {
            case BTF_TRACEPOINT, TRAMPOLINE -> new Typed();
            case RAW_TRACEPOINT -> new RawTracepoint(named(program, target));
            case TRACEPOINT -> {
                int slash = named(program, target).indexOf('/');
                yield new Tracepoint(slash < 0 ? "" : target.substring(0, slash), target.substring(slash + 1));
            }
            case KPROBE, KRETPROBE -> kernelProbe(named(program, target), section.way() == ProgramSection.Way.KRETPROBE);
            case KPROBE_MULTI, KRETPROBE_MULTI -> new KernelProbes(KernelFunctions.matching(named(program, target)),
                    section.way() == ProgramSection.Way.KRETPROBE_MULTI);
            case UPROBE, URETPROBE -> {
                int colon = named(program, target).lastIndexOf(':');
                String file = target.substring(0, Math.max(0, colon));
                yield new UserProbe(file, ElfFunctions.offset(file, target.substring(colon + 1)), ANY_PROCESS,
                        section.way() == ProgramSection.Way.URETPROBE);
            }
            case UPROBE_MULTI, URETPROBE_MULTI -> {
                int colon = named(program, target).lastIndexOf(':');
                String file = target.substring(0, Math.max(0, colon));
                yield new UserProbes(file, ElfFunctions.matching(file, target.substring(colon + 1)), ANY_PROCESS,
                        section.way() == ProgramSection.Way.URETPROBE_MULTI);
            }
            case ITERATOR -> new Iterator();
            case PERF_EVENT -> throw byHand(program, "Attachment.Sampling");
            case XDP -> throw byHand(program, "Attachment.Xdp");
            case TCX -> throw byHand(program, "Attachment.TrafficControl");
            case CGROUP -> throw byHand(program, "Attachment.Cgroup");
            case NET_NAMESPACE -> throw byHand(program, "Attachment.NetNamespace");
            case BY_HAND -> throw byHand(program, "its descriptor, in the way of its type");
        };
    }

    private static KernelProbe kernelProbe(String target, boolean atReturn) {
        int plus = target.indexOf('+');
        long offset = plus < 0 ? 0 : Long.decode(target.substring(plus + 1));
        return new KernelProbe(plus < 0 ? target : target.substring(0, plus), offset, atReturn);
    }

    private static String named(ProgramDefinition program, String target) {
        if (target.isEmpty()) {
            throw byHand(program, "an Attachment that names the target");
        }
        return target;
    }

    private static ObjectException byHand(ProgramDefinition program, String with) {
        return new ObjectException(program.name(), "section " + program.section(),
                "does not say where to attach it: use " + with);
    }
}
