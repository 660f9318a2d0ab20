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
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** {@code host cgroups}: what each control group uses, and what its tasks wait for. */
public final class HostCgroups implements Operation<HostCgroups.Input, HostCgroups.Groups> {
    private final Collector collector;

    HostCgroups(Collector collector) {
        this.collector = collector;
    }

    /** What is asked. */
    public record Input(
        @Described(en = "how many at most, the busiest first", zh = "最多数量，最忙的在前", byDefault = "100", min = 1, max = 1000) int limit,
        @Described(en = "only those whose path holds this", zh = "仅显示路径包含此文字的控制组") Optional<String> match) {
    }

    /** What is answered. */
    public record Groups(
        @Described(en = "hierarchy", zh = "层级") String mode,
        @Described(en = "groups", zh = "控制组") List<GroupRow> groups) implements Viewed {
        public Groups {
            groups = List.copyOf(groups);
        }

        @Override
        public View view() {
            return new View.Rows<>(Shape.of(GroupRow.class), groups);
        }
    }

    private static final String PREFIX = "cgroup.";

    @Override
    public OperationName name() {
        return OperationName.of("host cgroups");
    }

    @Override
    public Text summary() {
        return Text.of("Control groups with their CPU, memory, I/O and pressure", "控制组的 CPU、内存、I/O 与压力");
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
    public Output<Groups> output() {
        return Output.value(Groups.class);
    }

    @Override
    public Probe probe(Host host) {
        return CgroupSampler.detect(host).all().isEmpty() ? CgroupSampler.NOT_MOUNTED : Probe.available();
    }

    @Override
    public Groups run(Input input, Context context) throws InterruptedException {
        if (probe(context.host()) instanceof Probe.Unavailable unavailable) {
            throw OperationException.unavailable(unavailable);
        }
        Reading reading = collector.read();
        Map<String, Map<String, Double>> byPath = new LinkedHashMap<>();
        reading.sample().values().forEach((series, value) -> {
            if (series.startsWith(PREFIX)) {
                byPath.computeIfAbsent(WaitJudge.label(series), _ -> new LinkedHashMap<>())
                    .put(series.substring(0, series.indexOf('{')), value);
            }
        });
        List<GroupRow> rows = new ArrayList<>();
        byPath.forEach((path, values) -> {
            if (input.match.isEmpty() || path.contains(input.match.get())) {
                rows.add(GroupRow.of(path, values));
            }
        });
        rows.sort(Comparator.comparingDouble((GroupRow r) -> Double.isNaN(r.cpuPercent()) ? 0 : -r.cpuPercent())
            .thenComparing(GroupRow::path));
        String mode = CgroupSampler.detect(context.host()).mode().name().toLowerCase(Locale.ROOT);
        return new Groups(mode, rows.size() > input.limit ? rows.subList(0, input.limit) : rows);
    }
}
