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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * {@code host events}: what happened to the host that a person looks for beside its charts: its start, services that were
 * restarted or failed while the collector ran, and what the kernel log tells of killed, crashed and hanging processes and
 * of errors of disks and hardware.
 */
public final class HostEvents implements Operation<HostEvents.Input, HostEvents.Events> {
    private final Collector collector;

    HostEvents(Collector collector) {
        this.collector = collector;
    }

    /** What is asked. */
    public record Input(
        @Described(en = "newest events", zh = "最近的事件数", byDefault = "50", min = 1, max = 500) int limit) {
    }

    /** What is answered, newest first. */
    public record Events(
        @Described(en = "events", zh = "事件") List<Incident> events) implements Viewed {
        public Events {
            events = List.copyOf(events);
        }

        @Override
        public View view() {
            return new View.Rows<>(Shape.of(Incident.class), events);
        }
    }

    @Override
    public OperationName name() {
        return OperationName.of("host events");
    }

    @Override
    public Text summary() {
        return Text.of("What happened here: restarts, failed services, killed and crashed processes, disk errors", "主机事件：重启、失败的服务、被杀死或崩溃的进程、磁盘错误");
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
    public Output<Events> output() {
        return Output.value(Events.class);
    }

    @Override
    public Events run(Input input, Context context) {
        List<Incident> all = new ArrayList<>(collector.serviceIncidents());
        messages(context).stream().map(KernelIncidents::of).flatMap(Optional::stream).forEach(all::add);
        all.add(new Incident(SystemInventory.of(context.host(), context.clock().instant()).booted(), Incident.Kind.HOST_STARTED,
            Printable.line(context.host().name(), 255), Text.of("host started", "主机启动")));
        return new Events(all.stream().sorted(Comparator.comparing(Incident::at).reversed()).limit(input.limit()).toList());
    }

    /** None where the log cannot be read: host sources says so, and the rest is still of use. */
    private List<KernelMessage> messages(Context context) {
        Optional<KernelLog> running = collector.kernelLog();
        if (running.isPresent()) {
            return running.get().since(0);
        }
        try (KernelLog own = new KernelLog(context.host())) {
            int rounds = 100;   // times RECORDS_AT_ONCE: more than the largest log holds
            while (own.take(Tick.now()) && --rounds > 0) {
                Thread.onSpinWait();
            }
            return own.since(0);
        }
    }
}
