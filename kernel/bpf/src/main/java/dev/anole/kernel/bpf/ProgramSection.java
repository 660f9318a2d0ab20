package dev.anole.kernel.bpf;

import java.util.List;
import java.util.Optional;

import static dev.anole.kernel.bpf.AttachType.*;
import static dev.anole.kernel.bpf.ProgramType.*;

/**
 * What the name of a program's section says: {@code SEC("tp_btf/sched_switch")}. The names are those that
 * <a href="https://docs.kernel.org/bpf/libbpf/program_types.html">libbpf documents</a>.
 *
 * @param flags {@code BPF_F_*} of program load
 * @param target what follows the slash; empty without one
 */
record ProgramSection(ProgramType type, Optional<AttachType> attachType, int flags, String target, Way way) {
    static final int BPF_F_SLEEPABLE = 1 << 4;
    static final int BPF_F_XDP_HAS_FRAGS = 1 << 5;

    /** How a program is attached when nobody says more. */
    enum Way {
        RAW_TRACEPOINT, BTF_TRACEPOINT, TRAMPOLINE, TRACEPOINT, KPROBE, KRETPROBE, KPROBE_MULTI, KRETPROBE_MULTI,
        UPROBE, URETPROBE, UPROBE_MULTI, URETPROBE_MULTI, ITERATOR, PERF_EVENT, XDP, TCX, CGROUP, NET_NAMESPACE,
        /** Only with more than a name: a socket, a map, a slot of a program array. */
        BY_HAND
    }

    private record Rule(String prefix, ProgramType type, Optional<AttachType> attachType, int flags, Way way) {
    }

    private static final List<Rule> RULES = List.of(
            rule("tp_btf", BPF_PROG_TYPE_TRACING, BPF_TRACE_RAW_TP, 0, Way.BTF_TRACEPOINT),
            rule("fentry", BPF_PROG_TYPE_TRACING, BPF_TRACE_FENTRY, 0, Way.TRAMPOLINE),
            rule("fexit", BPF_PROG_TYPE_TRACING, BPF_TRACE_FEXIT, 0, Way.TRAMPOLINE),
            rule("fmod_ret", BPF_PROG_TYPE_TRACING, BPF_MODIFY_RETURN, 0, Way.TRAMPOLINE),
            rule("fentry.s", BPF_PROG_TYPE_TRACING, BPF_TRACE_FENTRY, BPF_F_SLEEPABLE, Way.TRAMPOLINE),
            rule("fexit.s", BPF_PROG_TYPE_TRACING, BPF_TRACE_FEXIT, BPF_F_SLEEPABLE, Way.TRAMPOLINE),
            rule("fmod_ret.s", BPF_PROG_TYPE_TRACING, BPF_MODIFY_RETURN, BPF_F_SLEEPABLE, Way.TRAMPOLINE),
            rule("lsm", BPF_PROG_TYPE_LSM, BPF_LSM_MAC, 0, Way.TRAMPOLINE),
            rule("lsm.s", BPF_PROG_TYPE_LSM, BPF_LSM_MAC, BPF_F_SLEEPABLE, Way.TRAMPOLINE),
            rule("iter", BPF_PROG_TYPE_TRACING, BPF_TRACE_ITER, 0, Way.ITERATOR),
            rule("iter.s", BPF_PROG_TYPE_TRACING, BPF_TRACE_ITER, BPF_F_SLEEPABLE, Way.ITERATOR),
            rule("raw_tp", BPF_PROG_TYPE_RAW_TRACEPOINT, Way.RAW_TRACEPOINT),
            rule("raw_tracepoint", BPF_PROG_TYPE_RAW_TRACEPOINT, Way.RAW_TRACEPOINT),
            rule("raw_tp.w", BPF_PROG_TYPE_RAW_TRACEPOINT_WRITABLE, Way.RAW_TRACEPOINT),
            rule("tp", BPF_PROG_TYPE_TRACEPOINT, Way.TRACEPOINT),
            rule("tracepoint", BPF_PROG_TYPE_TRACEPOINT, Way.TRACEPOINT),
            rule("kprobe", BPF_PROG_TYPE_KPROBE, Way.KPROBE),
            rule("kretprobe", BPF_PROG_TYPE_KPROBE, Way.KRETPROBE),
            rule("kprobe.multi", BPF_PROG_TYPE_KPROBE, BPF_TRACE_KPROBE_MULTI, 0, Way.KPROBE_MULTI),
            rule("kretprobe.multi", BPF_PROG_TYPE_KPROBE, BPF_TRACE_KPROBE_MULTI, 0, Way.KRETPROBE_MULTI),
            rule("uprobe", BPF_PROG_TYPE_KPROBE, Way.UPROBE),
            rule("uretprobe", BPF_PROG_TYPE_KPROBE, Way.URETPROBE),
            new Rule("uprobe.s", BPF_PROG_TYPE_KPROBE, Optional.empty(), BPF_F_SLEEPABLE, Way.UPROBE),
            rule("uprobe.multi", BPF_PROG_TYPE_KPROBE, BPF_TRACE_UPROBE_MULTI, 0, Way.UPROBE_MULTI),
            rule("uretprobe.multi", BPF_PROG_TYPE_KPROBE, BPF_TRACE_UPROBE_MULTI, 0, Way.URETPROBE_MULTI),
            rule("perf_event", BPF_PROG_TYPE_PERF_EVENT, Way.PERF_EVENT),
            rule("xdp", BPF_PROG_TYPE_XDP, BPF_XDP, 0, Way.XDP),
            rule("xdp.frags", BPF_PROG_TYPE_XDP, BPF_XDP, BPF_F_XDP_HAS_FRAGS, Way.XDP),
            rule("tc", BPF_PROG_TYPE_SCHED_CLS, Way.TCX),
            rule("classifier", BPF_PROG_TYPE_SCHED_CLS, Way.TCX),
            rule("tcx/ingress", BPF_PROG_TYPE_SCHED_CLS, BPF_TCX_INGRESS, 0, Way.TCX),
            rule("tcx/egress", BPF_PROG_TYPE_SCHED_CLS, BPF_TCX_EGRESS, 0, Way.TCX),
            rule("action", BPF_PROG_TYPE_SCHED_ACT, Way.BY_HAND),
            rule("socket", BPF_PROG_TYPE_SOCKET_FILTER, Way.BY_HAND),
            rule("syscall", BPF_PROG_TYPE_SYSCALL, Way.BY_HAND),
            rule("struct_ops", BPF_PROG_TYPE_STRUCT_OPS, Way.BY_HAND),
            new Rule("struct_ops.s", BPF_PROG_TYPE_STRUCT_OPS, Optional.empty(), BPF_F_SLEEPABLE, Way.BY_HAND),
            rule("sk_msg", BPF_PROG_TYPE_SK_MSG, BPF_SK_MSG_VERDICT, 0, Way.BY_HAND),
            rule("sk_skb/stream_parser", BPF_PROG_TYPE_SK_SKB, BPF_SK_SKB_STREAM_PARSER, 0, Way.BY_HAND),
            rule("sk_skb/stream_verdict", BPF_PROG_TYPE_SK_SKB, BPF_SK_SKB_STREAM_VERDICT, 0, Way.BY_HAND),
            rule("sk_skb/verdict", BPF_PROG_TYPE_SK_SKB, BPF_SK_SKB_VERDICT, 0, Way.BY_HAND),
            rule("sk_lookup", BPF_PROG_TYPE_SK_LOOKUP, BPF_SK_LOOKUP, 0, Way.NET_NAMESPACE),
            rule("flow_dissector", BPF_PROG_TYPE_FLOW_DISSECTOR, BPF_FLOW_DISSECTOR, 0, Way.NET_NAMESPACE),
            rule("sockops", BPF_PROG_TYPE_SOCK_OPS, BPF_CGROUP_SOCK_OPS, 0, Way.CGROUP),
            rule("cgroup/skb", BPF_PROG_TYPE_CGROUP_SKB, Way.BY_HAND),
            rule("cgroup_skb/ingress", BPF_PROG_TYPE_CGROUP_SKB, BPF_CGROUP_INET_INGRESS, 0, Way.CGROUP),
            rule("cgroup_skb/egress", BPF_PROG_TYPE_CGROUP_SKB, BPF_CGROUP_INET_EGRESS, 0, Way.CGROUP),
            rule("cgroup/sock_create", BPF_PROG_TYPE_CGROUP_SOCK, BPF_CGROUP_INET_SOCK_CREATE, 0, Way.CGROUP),
            rule("cgroup/sock_release", BPF_PROG_TYPE_CGROUP_SOCK, BPF_CGROUP_INET_SOCK_RELEASE, 0, Way.CGROUP),
            rule("cgroup/sock", BPF_PROG_TYPE_CGROUP_SOCK, BPF_CGROUP_INET_SOCK_CREATE, 0, Way.CGROUP),
            rule("cgroup/post_bind4", BPF_PROG_TYPE_CGROUP_SOCK, BPF_CGROUP_INET4_POST_BIND, 0, Way.CGROUP),
            rule("cgroup/post_bind6", BPF_PROG_TYPE_CGROUP_SOCK, BPF_CGROUP_INET6_POST_BIND, 0, Way.CGROUP),
            rule("cgroup/bind4", BPF_PROG_TYPE_CGROUP_SOCK_ADDR, BPF_CGROUP_INET4_BIND, 0, Way.CGROUP),
            rule("cgroup/bind6", BPF_PROG_TYPE_CGROUP_SOCK_ADDR, BPF_CGROUP_INET6_BIND, 0, Way.CGROUP),
            rule("cgroup/connect4", BPF_PROG_TYPE_CGROUP_SOCK_ADDR, BPF_CGROUP_INET4_CONNECT, 0, Way.CGROUP),
            rule("cgroup/connect6", BPF_PROG_TYPE_CGROUP_SOCK_ADDR, BPF_CGROUP_INET6_CONNECT, 0, Way.CGROUP),
            rule("cgroup/sendmsg4", BPF_PROG_TYPE_CGROUP_SOCK_ADDR, BPF_CGROUP_UDP4_SENDMSG, 0, Way.CGROUP),
            rule("cgroup/sendmsg6", BPF_PROG_TYPE_CGROUP_SOCK_ADDR, BPF_CGROUP_UDP6_SENDMSG, 0, Way.CGROUP),
            rule("cgroup/recvmsg4", BPF_PROG_TYPE_CGROUP_SOCK_ADDR, BPF_CGROUP_UDP4_RECVMSG, 0, Way.CGROUP),
            rule("cgroup/recvmsg6", BPF_PROG_TYPE_CGROUP_SOCK_ADDR, BPF_CGROUP_UDP6_RECVMSG, 0, Way.CGROUP),
            rule("cgroup/sysctl", BPF_PROG_TYPE_CGROUP_SYSCTL, BPF_CGROUP_SYSCTL, 0, Way.CGROUP),
            rule("cgroup/getsockopt", BPF_PROG_TYPE_CGROUP_SOCKOPT, BPF_CGROUP_GETSOCKOPT, 0, Way.CGROUP),
            rule("cgroup/setsockopt", BPF_PROG_TYPE_CGROUP_SOCKOPT, BPF_CGROUP_SETSOCKOPT, 0, Way.CGROUP),
            rule("cgroup/dev", BPF_PROG_TYPE_CGROUP_DEVICE, BPF_CGROUP_DEVICE, 0, Way.CGROUP));

    private static Rule rule(String prefix, ProgramType type, Way way) {
        return new Rule(prefix, type, Optional.empty(), 0, way);
    }

    private static Rule rule(String prefix, ProgramType type, AttachType attachType, int flags, Way way) {
        return new Rule(prefix, type, Optional.of(attachType), flags, way);
    }

    /** What a section's name says; empty for a name that is not known. A question mark before it means: not by default. */
    static Optional<ProgramSection> of(String section) {
        String name = section.startsWith("?") ? section.substring(1) : section;
        Optional<Rule> best = Optional.empty();
        for (Rule rule : RULES) {
            boolean matches = name.equals(rule.prefix()) || name.startsWith(rule.prefix() + "/");
            if (matches && (best.isEmpty() || best.get().prefix().length() < rule.prefix().length())) {
                best = Optional.of(rule);
            }
        }
        return best.map(rule -> new ProgramSection(rule.type(), rule.attachType(), rule.flags(),
                name.length() > rule.prefix().length() ? name.substring(rule.prefix().length() + 1) : "", rule.way()));
    }
}
