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

/** {@code host containers}: containers, as control groups and namespaces tell of them. */
public final class HostContainers implements Operation<HostContainers.Input, HostContainers.Containers> {
    /** Nothing is asked. */
    public record Input() {
    }

    /** What is answered. */
    public record Containers(
        @Described(en = "containers", zh = "容器") List<ContainerInventory> containers) implements Viewed {
        public Containers {
            containers = List.copyOf(containers);
        }

        @Override
        public View view() {
            return new View.Rows<>(Shape.of(ContainerInventory.class), containers);
        }
    }

    @Override
    public OperationName name() {
        return OperationName.of("host containers");
    }

    @Override
    public Text summary() {
        return Text.of("Containers, whichever runtime made them", "各种运行时创建的容器");
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
    public Output<Containers> output() {
        return Output.value(Containers.class);
    }

    @Override
    public Containers run(Input input, Context context) {
        return new Containers(ContainerInventory.of(context.host(), ProcessScan.of(context.host())));
    }
}
