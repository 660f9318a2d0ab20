package dev.anole.operation.journal;

import dev.anole.operation.Change;
import dev.anole.operation.Context;
import dev.anole.operation.Described;
import dev.anole.operation.Host;
import dev.anole.operation.KeyFormat;
import dev.anole.operation.OperationName;
import dev.anole.operation.Probe;
import dev.anole.operation.Shape;
import dev.anole.operation.Step;
import dev.anole.operation.Target;
import dev.anole.operation.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sets a kernel value, live and for the next boot. */
public final class SysctlSet implements Journaled<SysctlSet.Input> {
    /** Where values are kept for the next boot, sysctl.d(5). */
    public static final String FILE = "/etc/sysctl.d/60-anole.conf";

    /** What is set. */
    public record Input(
            @Described(en = "Name of the kernel value, such as vm.swappiness", zh = "内核参数名，例如 vm.swappiness", positional = true) String name,
            @Described(en = "Value that it gets", zh = "要设置的值", positional = true) String value,
            @Described(en = "Only until the next restart", zh = "仅在下次重启前有效") boolean untilRestart) {
    }

    @Override
    public OperationName name() {
        return OperationName.of("sysctl set");
    }

    @Override
    public Text summary() {
        return Text.of("Sets a kernel value, at once and for the next boot", "设置内核参数，立即生效并在重启后保留");
    }

    @Override
    public Shape<Input> input() {
        return Shape.of(Input.class);
    }

    @Override
    public Probe probe(Host host) {
        return host.isRoot() ? Probe.available() : Probe.unavailable(
            Text.of("only root may set kernel values", "只有 root 可以设置内核参数"), "uid " + host.uid(),
            Text.of("run Anole as root", "请以 root 运行 Anole"));
    }

    @Override
    public Change change(Input input, Context context) {
        Target.Sysctl target = KernelValue.target(input.name());
        String value = States.normal(input.value());
        List<Step> steps = new ArrayList<>();
        List<Text> notes = new ArrayList<>();
        Step live = KernelValue.step(target, value);
        if (!input.untilRestart()) {
            steps.add(KeyEdits.step(FILE, KeyFormat.SYSCTL, Optional.empty(), Map.of(target.name(), value), List.of(),
                "# Kernel values set by Anole; see anole changes list", context.clock()));
            SysctlFiles.winner(context.host(), target.name(), FILE).ifPresent(file -> notes.add(Text.of(
                file + " sets " + target.name() + " too, and wins at the next boot", file + " 也设置了 " + target.name() + "，重启后以它为准")));
        }
        steps.add(live);
        return new Change(Text.of("Set " + target.name() + " to " + value, "将 " + target.name() + " 设为 " + value), steps, notes);
    }
}
