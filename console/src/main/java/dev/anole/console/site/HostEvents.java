package dev.anole.console.site;

import dev.anole.console.live.HostFacts;
import dev.anole.console.page.HostEvent;
import dev.anole.console.page.PageContext;
import dev.anole.console.store.Records;
import dev.anole.console.store.SeenTasks;
import dev.anole.operation.TaskSummary;
import dev.anole.operation.Text;
import dev.anole.ops.collect.Inventory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * What happened to the host, for the lane below its charts: its start, restarts and failures of its services, what the
 * kernel tells of, changes, and tasks that failed. What only reads explains no chart.
 */
public final class HostEvents {
    private static final String OPERATION = "host events";
    private static final Duration FRESH = Duration.ofSeconds(5);

    private final Supplier<Records> records;
    private final HostFacts facts;

    public HostEvents(Supplier<Records> records, HostFacts facts) {
        this.records = Objects.requireNonNull(records, "records");
        this.facts = Objects.requireNonNull(facts, "facts");
    }

    List<HostEvent> of(Inventory inventory) throws InterruptedException {
        String log = "/host/" + PageContext.encoded(inventory.name()) + "/log";
        List<HostEvent> events = new ArrayList<>(incidents(inventory, log));
        for (TaskSummary task : records.get().tasks().page(Instant.MAX, HostEvent.EVENTS_MAX, SeenTasks.Which.EVENTS)) {
            events.add(event(task));
        }
        return events.stream().sorted(Comparator.comparing(HostEvent::at).reversed()).limit(HostEvent.EVENTS_MAX).toList();
    }

    private static HostEvent event(TaskSummary task) {
        String name = task.operation().toString();
        String address = "/tasks/" + task.id();
        return switch (task.state()) {
            case FAILED -> new HostEvent(task.started(), HostEvent.Kind.ALARM, Text.of(name + " failed", name + " 失败"), address);
            case INTERRUPTED -> new HostEvent(task.started(), HostEvent.Kind.ALARM, Text.of(name + " interrupted", name + " 已中断"), address);
            case PROPOSED, RUNNING, DONE, FINDINGS, STOPPED -> new HostEvent(task.started(), HostEvent.Kind.CHANGE, Text.same(name), address);
        };
    }

    /** At least its start, which the inventory knows as well: a lane without the rest is better than no page. */
    private List<HostEvent> incidents(Inventory inventory, String log) throws InterruptedException {
        if (facts.has(OPERATION)) {
            try {
                return ((dev.anole.ops.collect.HostEvents.Events) facts.read(OPERATION, Map.of(), FRESH)).events().stream()
                    .map(i -> new HostEvent(i.at(), i.alarming() ? HostEvent.Kind.ALARM : HostEvent.Kind.RESTART, i.text(), log)).toList();
            } catch (RuntimeException e) {
                System.getLogger(HostEvents.class.getName()).log(System.Logger.Level.DEBUG, "events of the host are not shown", e);
            }
        }
        return List.of(new HostEvent(inventory.system().booted(), HostEvent.Kind.RESTART, Text.of("host started", "主机启动"), log));
    }
}
