package dev.anole.ops.collect;

import dev.anole.operation.Context;
import dev.anole.operation.Effect;
import dev.anole.operation.Operation;
import dev.anole.operation.OperationName;
import dev.anole.operation.Output;
import dev.anole.operation.Shape;
import dev.anole.operation.Text;

/** {@code host show}: what the host is made of. Takes no rates and lists no packages, so that it answers at once. */
public final class HostShow implements Operation<HostShow.Input, Inventory> {
    /** Nothing is asked. */
    public record Input() {
    }

    @Override
    public OperationName name() {
        return OperationName.of("host show");
    }

    @Override
    public Text summary() {
        return Text.of("What this host is made of: system, CPU, memory, disks, network, containers, JVMs",
            "主机清单：系统、CPU、内存、磁盘、网络、容器、JVM");
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
    public Output<Inventory> output() {
        return Output.value(Inventory.class);
    }

    @Override
    public Inventory run(Input input, Context context) {
        return Inventory.of(context.host(), context.clock().instant());
    }
}
