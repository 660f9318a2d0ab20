package dev.anole.console.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.anole.console.live.AgentLink;
import dev.anole.console.live.HostFacts;
import dev.anole.console.page.HostEvent;
import dev.anole.console.store.Records;
import dev.anole.operation.Actor;
import dev.anole.operation.Catalog;
import dev.anole.operation.Door;
import dev.anole.operation.Effect;
import dev.anole.operation.Host;
import dev.anole.operation.OperationName;
import dev.anole.operation.Role;
import dev.anole.operation.TaskId;
import dev.anole.operation.TaskLog;
import dev.anole.operation.TaskState;
import dev.anole.operation.TaskSummary;
import dev.anole.operation.Tasks;
import dev.anole.ops.collect.CollectRoom;
import dev.anole.ops.collect.Collector;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands in the lane below a host's charts. */
class HostEventsTest {
    private static final Instant NOW = Instant.now();
    @TempDir
    Path directory;

    private static TaskSummary task(long sequence, String operation, Effect effect, TaskState state, Door door) {
        return new TaskSummary(sequence, TaskId.random(), OperationName.of(operation), "{}", new Actor("ops", Role.OPERATOR, door), effect, state,
            NOW.plusSeconds(sequence), state.ended() ? Optional.of(NOW.plusSeconds(sequence)) : Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    @Test
    void changesAndFailuresStandThereAndReadsDoNot() throws Exception {
        Host host = Host.local();
        Catalog catalog = new Catalog(List.of(CollectRoom.of(new Collector(host))));
        try (Tasks agent = new Tasks("test", host, catalog, () -> {
            throw new IllegalStateException("no journal");
        }, TaskLog.inMemory(), Clock.systemUTC());
             Records records = Records.open(directory, Clock.systemUTC(), Duration.ofHours(1), Duration.ofHours(1), false)) {
            records.tasks().take(List.of(
                task(1, "tasks list", Effect.READS, TaskState.DONE, Door.CLI),
                task(2, "sysctl set", Effect.CHANGES, TaskState.DONE, Door.CONSOLE),
                task(3, "host samples", Effect.READS, TaskState.RUNNING, Door.API),
                task(4, "host packages", Effect.READS, TaskState.FAILED, Door.API),
                task(5, "file write", Effect.CHANGES, TaskState.INTERRUPTED, Door.CLI)));
            HostFacts facts = new HostFacts(catalog, new AgentLink(agent, Clock.systemUTC()));
            List<HostEvent> events = new HostEvents(() -> records, facts).of(facts.inventory());
            assertEquals(List.of("ALARM file write interrupted", "ALARM host packages failed", "CHANGE sysctl set"),
                events.stream().filter(e -> e.address().startsWith("/tasks/")).map(e -> e.kind() + " " + e.text().en()).toList());
            assertTrue(events.stream().anyMatch(e -> e.kind() == HostEvent.Kind.RESTART && e.text().en().equals("host started")), events.toString());
            assertTrue(events.size() <= HostEvent.EVENTS_MAX);
        }
    }
}
