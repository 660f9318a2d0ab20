package dev.anole.ops.collect;

import dev.anole.operation.Context;
import dev.anole.operation.Described;
import dev.anole.operation.Effect;
import dev.anole.operation.Operation;
import dev.anole.operation.OperationName;
import dev.anole.operation.Output;
import dev.anole.operation.Shape;
import dev.anole.operation.Text;
import dev.anole.operation.View;
import dev.anole.operation.Viewed;
import java.util.Objects;

/** {@code host metrics}: all metrics as Prometheus reads them. */
public final class HostMetrics implements Operation<HostMetrics.Input, HostMetrics.Exposition> {
    private final Collector collector;

    HostMetrics(Collector collector) {
        this.collector = collector;
    }

    /** Nothing is asked. */
    public record Input() {
    }

    /**
     * What is answered.
     *
     * @param mediaType with its version, as an HTTP answer carries it
     */
    public record Exposition(
        @Described(en = "media type", zh = "媒体类型") String mediaType,
        @Described(en = "metrics", zh = "指标") String text) implements Viewed {
        public Exposition {
            Objects.requireNonNull(mediaType, "mediaType");
            Objects.requireNonNull(text, "text");
        }

        @Override
        public View view() {
            return new View.Lines(text.lines().toList());
        }
    }

    @Override
    public OperationName name() {
        return OperationName.of("host metrics");
    }

    @Override
    public Text summary() {
        return Text.of("All metrics in the text format of Prometheus", "以 Prometheus 文本格式输出全部指标");
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
    public Output<Exposition> output() {
        return Output.value(Exposition.class);
    }

    @Override
    public Exposition run(Input input, Context context) throws InterruptedException {
        return new Exposition(PrometheusText.MEDIA_TYPE, collector.exposition());
    }
}
