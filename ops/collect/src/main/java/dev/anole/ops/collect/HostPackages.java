package dev.anole.ops.collect;

import dev.anole.operation.Context;
import dev.anole.operation.Described;
import dev.anole.operation.Effect;
import dev.anole.operation.Host;
import dev.anole.operation.Operation;
import dev.anole.operation.OperationException;
import dev.anole.operation.OperationName;
import dev.anole.operation.Output;
import dev.anole.operation.Probe;
import dev.anole.operation.Shape;
import dev.anole.operation.Text;
import dev.anole.operation.View;
import dev.anole.operation.Viewed;
import java.util.List;
import java.util.Optional;

/** {@code host packages}: what is installed. */
public final class HostPackages implements Operation<HostPackages.Input, HostPackages.Installed> {
    /** What is asked. */
    public record Input(
        @Described(en = "only those whose name holds this", zh = "仅显示名称包含此文字的软件包", positional = true) Optional<String> match,
        @Described(en = "how many at most", zh = "最多数量", byDefault = "100000", min = 1, max = 100000) int limit) {
    }

    /** What is answered. */
    public record Installed(
        @Described(en = "packages in all", zh = "软件包总数") int total,
        @Described(en = "packages", zh = "软件包") List<PackageInventory> packages) implements Viewed {
        public Installed {
            packages = List.copyOf(packages);
        }

        @Override
        public View view() {
            return new View.Rows<>(Shape.of(PackageInventory.class), packages);
        }
    }

    @Override
    public OperationName name() {
        return OperationName.of("host packages");
    }

    @Override
    public Text summary() {
        return Text.of("Installed packages, from dpkg or RPM", "已安装的软件包（dpkg 或 RPM）");
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
    public Output<Installed> output() {
        return Output.value(Installed.class);
    }

    @Override
    public Probe probe(Host host) {
        return Packages.probe(host);
    }

    @Override
    public Installed run(Input input, Context context) throws InterruptedException {
        if (probe(context.host()) instanceof Probe.Unavailable unavailable) {
            throw OperationException.unavailable(unavailable);
        }
        List<PackageInventory> all = Packages.of(context.host());
        return new Installed(all.size(), all.stream().filter(p -> input.match.isEmpty() || p.name().contains(input.match.get()))
            .limit(input.limit).toList());
    }
}
