package dev.anole.cli;

import dev.anole.agent.RemoteAgent;
import dev.anole.operation.Agent;
import dev.anole.operation.Door;
import dev.anole.operation.Effect;
import dev.anole.operation.Host;
import dev.anole.operation.Mode;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Who does what a command asks: the agent that serves the data directory, or, where none does, this process itself.
 *
 * @param agent   whom to ask
 * @param journal of this process, where it is its own agent
 */
record AgentChoice(Agent agent, Optional<AutoCloseable> journal) implements AutoCloseable {
    static AgentChoice of(House house, Optional<Path> data, Map<String, String> environment, Door door, Effect effect, Mode mode) {
        Host host = Host.local();
        Path directory = DataDirectory.of(data, environment, host);
        Optional<RemoteAgent> remote = RemoteAgent.find(directory, house.catalog(), door);
        if (remote.isPresent()) {
            return new AgentChoice(remote.get(), Optional.empty());
        }
        House.Here here = house.local(host, directory, effect != Effect.READS && mode == Mode.RUN);
        return new AgentChoice(here.agent(), Optional.of(here.journal()));
    }

    @Override
    public void close() {
        agent.close();
        journal.ifPresent(j -> {
            try {
                j.close();
            } catch (Exception e) {
                System.getLogger(AgentChoice.class.getName()).log(System.Logger.Level.WARNING, "the journal was not closed cleanly: " + e.getMessage());
            }
        });
    }
}
