package dev.anole.ops.trace;

import dev.anole.kernel.bpf.BpfProbe;
import dev.anole.kernel.bpf.MapType;
import dev.anole.operation.Context;
import dev.anole.operation.Described;
import dev.anole.operation.Effect;
import dev.anole.operation.Host;
import dev.anole.operation.Operation;
import dev.anole.operation.OperationName;
import dev.anole.operation.Output;
import dev.anole.operation.Probe;
import dev.anole.operation.Shape;
import dev.anole.operation.Text;
import dev.anole.operation.View;
import dev.anole.operation.Viewed;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** {@code bpf probe}: what this kernel takes, found out by loading the smallest of each kind. */
public final class BpfProbes implements Operation<BpfProbes.Input, BpfProbes.Probed> {
    /** One section of each kind of program, with a target that every kernel has. */
    private static final List<String> SECTIONS = List.of("tp_btf/sched_switch", "raw_tp/sched_switch", "tracepoint/sched/sched_switch",
        "kprobe/do_exit", "kprobe.multi/do_exit", "uprobe", "uprobe.multi", "fentry/do_exit", "fexit/do_exit", "lsm/file_open", "perf_event", "xdp", "tc",
        "cgroup_skb/ingress", "socket", "iter/task");

    /** Nothing is asked. */
    public record Input() {
    }

    /** One kind of program or map. */
    public record Row(
        @Described(en = "kind", zh = "种类") String kind,
        @Described(en = "available", zh = "可用") boolean available,
        @Described(en = "why not", zh = "原因") String why,
        @Described(en = "what to do", zh = "补救办法") String remedy) {
        public Row {
            Objects.requireNonNull(kind, "kind");
            Objects.requireNonNull(why, "why");
            Objects.requireNonNull(remedy, "remedy");
        }

        static Row of(String kind, BpfProbe probe) {
            return switch (probe) {
                case BpfProbe.Available _ -> new Row(kind, true, "", "");
                case BpfProbe.Unavailable(String reason, String remedy) -> new Row(kind, false, reason, remedy);
            };
        }
    }

    /** What is answered. */
    public record Probed(
        @Described(en = "kinds", zh = "种类") List<Row> rows) implements Viewed {
        public Probed {
            rows = List.copyOf(rows);
        }

        @Override
        public View view() {
            return new View.Rows<>(Shape.of(Row.class), rows);
        }
    }

    @Override
    public OperationName name() {
        return OperationName.of("bpf probe");
    }

    @Override
    public Text summary() {
        return Text.of("Which BPF programs and maps this kernel takes, tried one by one", "逐一尝试此内核接受哪些 BPF 程序和映射");
    }

    @Override
    public Effect effect() {
        return Effect.READS;
    }

    @Override
    public Shape<Input> input() {
        return Shape.of(Input.class);
    }

    @Override
    public Output<Probed> output() {
        return Output.value(Probed.class);
    }

    @Override
    public Probe probe(Host host) {
        return Rights.probe(host);
    }

    @Override
    public Probed run(Input input, Context context) throws InterruptedException {
        List<Row> rows = new ArrayList<>();
        for (String section : SECTIONS) {
            rows.add(Row.of("program " + section, BpfProbe.program(section)));
        }
        for (MapType type : Stream.of(MapType.values()).filter(t -> t != MapType.BPF_MAP_TYPE_UNSPEC).toList()) {
            rows.add(Row.of("map " + BpfList.type(type.name()), BpfProbe.map(type)));
        }
        return new Probed(rows);
    }
}
