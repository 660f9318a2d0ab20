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

/** {@code host jvms}: the JVMs, from their own counters. */
public final class HostJvms implements Operation<HostJvms.Input, HostJvms.Found> {
    /** Nothing is asked. */
    public record Input() {
    }

    /** What is answered. */
    public record Found(
        @Described(en = "JVMs", zh = "JVM") List<JvmInventory> jvms) implements Viewed {
        public Found {
            jvms = List.copyOf(jvms);
        }

        @Override
        public View view() {
            return new View.Rows<>(Shape.of(JvmRow.class), jvms.stream().map(JvmRow::of).toList());
        }
    }

    @Override
    public OperationName name() {
        return OperationName.of("host jvms");
    }

    @Override
    public Text summary() {
        return Text.of("JVMs with their heap, collector and threads", "JVM 的堆、垃圾收集器与线程");
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
    public Output<Found> output() {
        return Output.value(Found.class);
    }

    @Override
    public Found run(Input input, Context context) {
        return new Found(new Jvms(context.host()).among(ProcessScan.of(context.host())));
    }
}
