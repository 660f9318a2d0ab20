package dev.anole.ops.trace;

import dev.anole.kernel.bpf.BpfInventory;
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
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** {@code bpf list}: what is loaded on this host, and by whom. */
public final class BpfList implements Operation<BpfList.Input, BpfList.Loaded> {
    /** Nothing is asked. */
    public record Input() {
    }

    /** What it is. */
    public enum What {
        /** Code. */
        PROGRAM,
        /** Data. */
        MAP
    }

    /** One program or map. */
    public record Row(
        @Described(en = "what", zh = "类别") What what,
        @Described(en = "number", zh = "编号") int id,
        @Described(en = "name", zh = "名称") String name,
        @Described(en = "type", zh = "类型") String type,
        @Described(en = "size", zh = "大小", unit = "bytes") long bytes,
        @Described(en = "PIDs", zh = "进程号") List<Integer> pids) {
        public Row {
            Objects.requireNonNull(what, "what");
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(type, "type");
            pids = List.copyOf(pids);
        }
    }

    /** What is answered. */
    public record Loaded(
        @Described(en = "programs and maps", zh = "程序与映射") List<Row> rows) implements Viewed {
        public Loaded {
            rows = List.copyOf(rows);
        }

        @Override
        public View view() {
            return new View.Rows<>(Shape.of(Row.class), rows);
        }
    }

    @Override
    public OperationName name() {
        return OperationName.of("bpf list");
    }

    @Override
    public Text summary() {
        return Text.of("BPF programs and maps that are loaded here, and who holds them", "此处已加载的 BPF 程序和映射及其持有者");
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
    public Output<Loaded> output() {
        return Output.value(Loaded.class);
    }

    @Override
    public Probe probe(Host host) {
        return Rights.probe(host);
    }

    @Override
    public Loaded run(Input input, Context context) {
        try {
            return new Loaded(Stream.concat(
                BpfInventory.programs().stream().map(p -> new Row(What.PROGRAM, p.id(), Plain.text(p.name()), p.type().map(t -> type(t.name())).orElse("unknown"), p.translatedBytes(), sorted(p.pids()))),
                BpfInventory.maps().stream().map(m -> new Row(What.MAP, m.id(), Plain.text(m.name()), type(m.type().name()), ((long) m.keyBytes() + m.valueBytes()) * m.entriesMax(), sorted(m.pids())))).toList());
        } catch (RuntimeException e) {
            throw Refused.of(e);
        }
    }

    /** {@code BPF_MAP_TYPE_RINGBUF} is ringbuf. */
    static String type(String constant) {
        return constant.replaceFirst("^BPF_(MAP|PROG)_TYPE_", "").toLowerCase(Locale.ROOT);
    }

    private static List<Integer> sorted(Set<Integer> pids) {
        return pids.stream().sorted().toList();
    }
}
