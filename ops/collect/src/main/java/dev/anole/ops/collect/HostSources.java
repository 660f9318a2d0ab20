package dev.anole.ops.collect;

import dev.anole.operation.Context;
import dev.anole.operation.Described;
import dev.anole.operation.Effect;
import dev.anole.operation.Operation;
import dev.anole.operation.OperationName;
import dev.anole.operation.Output;
import dev.anole.operation.Probe;
import dev.anole.operation.Shape;
import dev.anole.operation.Text;
import dev.anole.operation.View;
import dev.anole.operation.Viewed;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** {@code host sources}: what the collector reads, source by source, and what it cannot read or fails at. */
public final class HostSources implements Operation<HostSources.Input, HostSources.Sources> {
    private final Collector collector;

    HostSources(Collector collector) {
        this.collector = collector;
    }

    /** Nothing is asked. */
    public record Input() {
    }

    /**
     * One source, as its sampler saw it last.
     *
     * @param why    empty where it is read
     * @param remedy empty where it is read
     */
    public record Source(
        @Described(en = "source", zh = "来源") String name,
        @Described(en = "read", zh = "可读取") boolean read,
        @Described(en = "why not", zh = "原因") Text why,
        @Described(en = "what was seen", zh = "证据") String evidence,
        @Described(en = "what to do", zh = "补救办法") Text remedy) {
        public Source {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(why, "why");
            Objects.requireNonNull(evidence, "evidence");
            Objects.requireNonNull(remedy, "remedy");
        }

        static Source of(String name, Probe probe) {
            return switch (probe) {
                case Probe.Available _ -> new Source(name, true, Text.same(""), "", Text.same(""));
                case Probe.Unavailable(Text reason, String evidence, Text remedy) ->
                    new Source(name, false, reason, Printable.line(evidence, 256), remedy);
            };
        }
    }

    /** What is answered. */
    public record Sources(
        @Described(en = "sources", zh = "来源") List<Source> sources) implements Viewed {
        public Sources {
            sources = List.copyOf(sources);
        }

        static Sources of(Map<String, Probe> probes) {
            return new Sources(probes.entrySet().stream().map(e -> Source.of(e.getKey(), e.getValue())).toList());
        }

        @Override
        public View view() {
            return new View.Rows<>(Shape.of(Source.class), sources);
        }
    }

    @Override
    public OperationName name() {
        return OperationName.of("host sources");
    }

    @Override
    public Text summary() {
        return Text.of("What the collector reads of this host, and what it cannot", "采集器读取哪些来源，哪些读不到");
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
    public Output<Sources> output() {
        return Output.value(Sources.class);
    }

    @Override
    public Sources run(Input input, Context context) throws InterruptedException {
        return Sources.of(collector.probes());
    }
}
