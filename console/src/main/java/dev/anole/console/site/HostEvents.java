package dev.anole.console.site;

import dev.anole.console.page.HostEvent;
import dev.anole.console.store.Records;
import dev.anole.operation.Effect;
import dev.anole.operation.TaskSummary;
import dev.anole.operation.Text;
import dev.anole.ops.collect.Inventory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/** What happened to the host, for the lane below its charts: its start, tasks, changes. */
public final class HostEvents {
    private final Supplier<Records> records;

    public HostEvents(Supplier<Records> records) {
        this.records = Objects.requireNonNull(records, "records");
    }

    List<HostEvent> of(Inventory inventory) {
        List<HostEvent> events = new ArrayList<>();
        events.add(new HostEvent(inventory.system().booted(), HostEvent.Kind.RESTART, Text.of("host started", "主机启动"), "/host/" + encoded(inventory.name()) + "/log"));
        for (TaskSummary task : records.get().tasks().page(Instant.MAX, HostEvent.EVENTS_MAX)) {
            boolean change = task.effect() == Effect.CHANGES || task.effect() == Effect.DISRUPTS;
            events.add(new HostEvent(task.started(), change ? HostEvent.Kind.CHANGE : HostEvent.Kind.TASK,
                Text.same(task.operation().toString()), "/tasks/" + task.id()));
        }
        return events.stream().sorted(Comparator.comparing(HostEvent::at).reversed()).limit(HostEvent.EVENTS_MAX).toList();
    }

    private static String encoded(String name) {
        return java.net.URLEncoder.encode(name, java.nio.charset.StandardCharsets.UTF_8).replace("+", "%20");
    }
}
