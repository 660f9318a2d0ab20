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
import java.util.List;

/** {@code host disks}: each disk with its load and its latency. */
public final class HostDisks implements Operation<HostDisks.Input, HostDisks.Disks> {
    private final Collector collector;

    HostDisks(Collector collector) {
        this.collector = collector;
    }

    /** Nothing is asked. */
    public record Input() {
    }

    /** What is answered. */
    public record Disks(
        @Described(en = "disks", zh = "磁盘") List<DiskRow> disks) implements Viewed {
        public Disks {
            disks = List.copyOf(disks);
        }

        @Override
        public View view() {
            return new View.Rows<>(Shape.of(DiskRow.class), disks);
        }
    }

    @Override
    public OperationName name() {
        return OperationName.of("host disks");
    }

    @Override
    public Text summary() {
        return Text.of("Disks: what they are, what they do, how long they take", "磁盘：型号、读写与延迟");
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
    public Output<Disks> output() {
        return Output.value(Disks.class);
    }

    @Override
    public Disks run(Input input, Context context) throws InterruptedException {
        Sample sample = collector.read().sample();
        return new Disks(DiskInventory.of(context.host()).stream().map(d -> DiskRow.of(d, sample)).toList());
    }
}
