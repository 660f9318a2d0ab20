package dev.anole.ops.trace;

import dev.anole.kernel.bpf.trace.Trace;
import dev.anole.kernel.bpf.trace.TraceTable;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** {@code bpf trace}: a question to the kernel in one line, answered without a compiler. */
public final class BpfTrace implements Operation<BpfTrace.Input, BpfTrace.Answer> {
    private static final long TOLD_EVERY_MILLIS = 200;

    /** What is asked. */
    public record Input(
        @Described(en = "Script, such as: sched_switch { @[prev.comm] = count() }", zh = "脚本，例如：sched_switch { @[prev.comm] = count() }", positional = true) String script,
        @Described(en = "How long", zh = "时长", byDefault = "5s", min = 0.1, max = 86400) Duration duration) {
    }

    /** How often values fell between two powers of two. */
    public record Bucket(
        @Described(en = "from", zh = "起") long from,
        @Described(en = "below", zh = "止") long below,
        @Described(en = "times", zh = "次数") long count) {
    }

    /**
     * One key of a map.
     *
     * @param average empty where no average is kept
     */
    public record Row(
        @Described(en = "map", zh = "映射") String map,
        @Described(en = "key", zh = "键") List<String> key,
        @Described(en = "value", zh = "值") long value,
        @Described(en = "average", zh = "平均") Optional<Long> average,
        @Described(en = "histogram", zh = "直方图") List<Bucket> histogram) {
        public Row {
            Objects.requireNonNull(map, "map");
            key = List.copyOf(key);
            histogram = List.copyOf(histogram);
        }
    }

    /** What is answered. */
    public record Answer(
        @Described(en = "rows, the least first", zh = "行，小者在前") List<Row> rows,
        @Described(en = "values without room", zh = "因无空间而丢失的值") long lost,
        @Described(en = "as text", zh = "文本") List<String> lines) implements Viewed {
        public Answer {
            rows = List.copyOf(rows);
            lines = List.copyOf(lines);
        }

        @Override
        public View view() {
            List<String> all = new ArrayList<>(lines.isEmpty() ? List.of("nothing was counted") : lines);
            if (lost > 0) {
                all.add(lost + " values found no room and are not counted");
            }
            return new View.Lines(all);
        }
    }

    @Override
    public OperationName name() {
        return OperationName.of("bpf trace");
    }

    @Override
    public Text summary() {
        return Text.of("Asks the kernel a question in one line, without a compiler", "用一行脚本向内核提问，无需编译器");
    }

    @Override
    public Effect effect() {
        return Effect.READS_SECRETS;
    }

    @Override
    public Shape<Input> input() {
        return Shape.of(Input.class);
    }

    @Override
    public Output<Answer> output() {
        return Output.value(Answer.class);
    }

    @Override
    public Probe probe(Host host) {
        return Rights.probe(host);
    }

    @Override
    public Answer run(Input input, Context context) throws InterruptedException {
        try (Trace trace = Trace.start(input.script())) {
            context.progress().step(Text.of("Watching", "观察"));
            long begun = System.nanoTime();
            long all = input.duration().toNanos();
            for (long gone = 0; gone < all; gone = System.nanoTime() - begun) {
                context.progress().amount(gone / 1e9, all / 1e9, "s");
                Thread.sleep(Math.min(TOLD_EVERY_MILLIS, Math.max(1, (all - gone) / 1_000_000)));
            }
            List<TraceTable> tables = trace.tables();
            return new Answer(tables.stream().flatMap(t -> t.rows().stream().map(r -> row(t.map(), r))).toList(), trace.lost(),
                tables.stream().flatMap(t -> t.text().lines()).toList());
        } catch (RuntimeException e) {
            throw Refused.of(e);
        }
    }

    private static Row row(String map, TraceTable.Row row) {
        return switch (row.cell()) {
            case TraceTable.Cell.Scalar(long value) -> new Row(map, row.key(), value, Optional.empty(), List.of());
            case TraceTable.Cell.Stats stats -> new Row(map, row.key(), stats.count(), Optional.of(stats.average()), List.of());
            case TraceTable.Cell.Histogram histogram -> new Row(map, row.key(), histogram.weight(), Optional.empty(),
                histogram.buckets().entrySet().stream().map(b -> bucket(b.getKey(), b.getValue())).toList());
        };
    }

    /** Bucket 0 holds zeros, n what has n bits; -1 what is below zero. */
    private static Bucket bucket(int bits, long count) {
        return bits < 0 ? new Bucket(Long.MIN_VALUE, 0, count)
            : new Bucket(bits == 0 ? 0 : 1L << bits - 1, bits >= Long.SIZE - 1 ? Long.MAX_VALUE : 1L << bits, count);
    }
}
