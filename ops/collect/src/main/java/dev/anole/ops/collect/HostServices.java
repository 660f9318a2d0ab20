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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** {@code host services}: the services that systemd knows. */
public final class HostServices implements Operation<HostServices.Input, HostServices.Services> {
    /** What is asked. */
    public record Input(
        @Described(en = "only those whose name holds this", zh = "仅显示名称包含此文字的服务", positional = true) Optional<String> match,
        @Described(en = "only those that failed", zh = "仅显示失败的服务") boolean failed) {
    }

    /** What is answered. */
    public record Services(
        @Described(en = "services that failed", zh = "失败的服务数") int failed,
        @Described(en = "services", zh = "服务") List<ServiceUnit> services) implements Viewed {
        public Services {
            services = List.copyOf(services);
        }

        @Override
        public View view() {
            return new View.Rows<>(Shape.of(ServiceUnit.class), services);
        }
    }

    private static final int SERVICES_MAX = 10_000;
    private static final int SECONDS_MAX = 20;

    @Override
    public OperationName name() {
        return OperationName.of("host services");
    }

    @Override
    public Text summary() {
        return Text.of("systemd services and their state", "systemd 服务及其状态");
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
    public Output<Services> output() {
        return Output.value(Services.class);
    }

    @Override
    public Probe probe(Host host) {
        if (!SmallFile.exists(host, "/run/systemd/system")) {
            return Probe.unavailable(Text.of("systemd does not run this host", "此主机不由 systemd 管理"), "/run/systemd/system: ENOENT",
                Text.of("boot with systemd, or ask the init system that is there", "请以 systemd 启动，或使用现有的 init 系统"));
        }
        return Probe.available();
    }

    /** {@code UNIT LOAD ACTIVE SUB DESCRIPTION}; a unit that failed may have a mark in front. */
    static Optional<ServiceUnit> parse(String line) {
        String[] words = line.strip().split(" +", 5);
        if (words.length == 5 && words[0].length() == 1) {
            words = line.strip().substring(1).strip().split(" +", 5);
        }
        if (words.length < 4 || !words[0].endsWith(".service")) {
            return Optional.empty();
        }
        return Optional.of(new ServiceUnit(Printable.line(words[0], 256), Printable.line(words[1], 32), Printable.line(words[2], 32),
            Printable.line(words[3], 32), words.length > 4 ? Printable.line(words[4], 200) : ""));
    }

    @Override
    public Services run(Input input, Context context) throws InterruptedException {
        if (probe(context.host()) instanceof Probe.Unavailable unavailable) {
            throw OperationException.unavailable(unavailable);
        }
        List<ServiceUnit> all = new ArrayList<>();
        ProgramOutput.lines(List.of("systemctl", "list-units", "--type=service", "--all", "--no-legend", "--plain", "--no-pager", "--full"),
            SECONDS_MAX, TimeUnit.SECONDS, SERVICES_MAX, line -> parse(line).ifPresent(all::add));
        int failed = (int) all.stream().filter(s -> s.active().equals("failed")).count();
        return new Services(failed, all.stream().filter(s -> !input.failed || s.active().equals("failed"))
            .filter(s -> input.match.isEmpty() || s.name().contains(input.match.get())).toList());
    }
}
