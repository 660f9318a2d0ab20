package dev.anole.cli.door;

import dev.anole.operation.Agent;
import dev.anole.operation.Catalog;
import dev.anole.operation.Configuration;
import dev.anole.operation.Room;
import dev.anole.operation.Text;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The room of what the doors themselves can do. */
public final class DoorsRoom {
    private DoorsRoom() {
    }

    /**
     * The room.
     *
     * @param agent         the agent of the process that runs the operations
     * @param catalog       all operations, this room's own included
     * @param configuration how that process is configured
     * @param program       how it would be started as a service; empty without a launcher
     */
    public static Room room(Supplier<Agent> agent, Supplier<Catalog> catalog, Supplier<Configuration> configuration,
            Supplier<Optional<InstalledProgram>> program) {
        return new Room("cli", Text.of("Anole itself", "Anole 自身"), List.of(
            new Capabilities(agent, catalog),
            new ConfigShow(configuration),
            new Install(program),
            new TasksList(agent),
            new TasksShow(agent),
            new TasksStop(agent),
            new TasksApprove(agent, catalog)));
    }
}
