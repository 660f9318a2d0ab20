package dev.anole.ops.collect;

import dev.anole.operation.Context;
import dev.anole.operation.Described;
import dev.anole.operation.Effect;
import dev.anole.operation.Operation;
import dev.anole.operation.OperationName;
import dev.anole.operation.Output;
import dev.anole.operation.Shape;
import dev.anole.operation.Stream;
import dev.anole.operation.Text;

/** {@code host samples}: every series, second by second, for machines. */
public final class HostSamples implements Operation<HostSamples.Input, Stream<Sample>> {
    private final Collector collector;

    HostSamples(Collector collector) {
        this.collector = collector;
    }

    /** What is asked. */
    public record Input(
        @Described(en = "how many; 0 until stopped", zh = "数量；0 表示直到停止", byDefault = "0", min = 0, max = 1_000_000) int count) {
    }

    @Override
    public OperationName name() {
        return OperationName.of("host samples");
    }

    @Override
    public Text summary() {
        return Text.of("All metrics of the host, one sample a second", "主机的全部指标，每秒一个样本");
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
    public Output<Stream<Sample>> output() {
        return Output.items(Sample.class);
    }

    @Override
    public Stream<Sample> run(Input input, Context context) {
        return new Stream<>(reader -> {
            if (!collector.running()) {
                Live.follow(collector, input.count, (sample, _, _) -> reader.accept(sample));
                return;
            }
            try (Subscription samples = collector.subscribe()) {
                for (int i = 0; input.count == 0 || i < input.count; i++) {
                    reader.accept(Live.next(collector, samples));
                }
            }
        });
    }
}
