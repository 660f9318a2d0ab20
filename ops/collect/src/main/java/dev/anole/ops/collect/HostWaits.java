package dev.anole.ops.collect;

import dev.anole.operation.Context;
import dev.anole.operation.Effect;
import dev.anole.operation.Operation;
import dev.anole.operation.OperationName;
import dev.anole.operation.Output;
import dev.anole.operation.Shape;
import dev.anole.operation.Text;

/** {@code host waits}: one sentence on what the host waits for, and who accounts for it. */
public final class HostWaits implements Operation<HostWaits.Input, Waits> {
    private final Collector collector;

    HostWaits(Collector collector) {
        this.collector = collector;
    }

    /** Nothing is asked. */
    public record Input() {
    }

    @Override
    public OperationName name() {
        return OperationName.of("host waits");
    }

    @Override
    public Text summary() {
        return Text.of("What the host waits for, how much, and who accounts for it", "主机在等待什么、等多久、谁造成的");
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
    public Output<Waits> output() {
        return Output.value(Waits.class);
    }

    @Override
    public Waits run(Input input, Context context) throws InterruptedException {
        Reading reading = collector.read();
        Sample sample = reading.sample();
        Live.Judged judged = collector.running() && collector.history().isPresent()
            ? Live.Judged.of(collector.history().get(), sample) : Live.Judged.of(sample);
        return new WaitJudge(judged.means(), sample, reading.processes(), judged.span()).judge();
    }
}
