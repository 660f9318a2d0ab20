package dev.anole.cli;

import dev.anole.cli.door.DoorsRoom;
import dev.anole.operation.Agent;
import dev.anole.operation.Catalog;
import dev.anole.operation.Host;
import dev.anole.operation.Journal;
import dev.anole.operation.OperationException;
import dev.anole.operation.Room;
import dev.anole.operation.TaskLog;
import dev.anole.operation.Tasks;
import dev.anole.operation.Text;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** All rooms of the house, by hand: a capability that is not in this list is not in Anole. */
final class House {
    private final Catalog catalog;
    private Optional<Agent> agent = Optional.empty();

    /** The house as it is. */
    House() {
        this(List.of());
    }

    /** The house with further rooms: a test's. */
    House(List<Room> more) {
        List<Room> rooms = new java.util.ArrayList<>(List.of(
            DoorsRoom.room(this::agent, this::catalog)));
        rooms.addAll(more);
        catalog = new Catalog(rooms);
    }

    Catalog catalog() {
        return catalog;
    }

    /** The agent of this process, for the operations that speak about tasks and operations themselves. */
    private Agent agent() {
        return agent.orElseThrow(() -> new IllegalStateException("no agent runs in this process"));
    }

    String hostName() {
        return Host.local().name();
    }

    /**
     * An agent in this process.
     *
     * @param records whether what it does is recorded on disk: for whatever is more than reading
     */
    Agent local(Host host, Path data, boolean records) {
        TaskLog log = records ? TaskLog.open(data.resolve("tasks")) : TaskLog.look(data.resolve("tasks"));
        return serve(new Tasks(Version.TEXT, host, catalog, () -> journal(data), log, Clock.systemUTC()));
    }

    Agent serve(Agent here) {
        agent = Optional.of(here);
        return here;
    }

    private static Journal journal(Path data) {
        throw new OperationException(OperationException.Kind.UNAVAILABLE, Text.of("no journal in " + data, data + " 中没有日志"), Text.same(""));
    }
}
