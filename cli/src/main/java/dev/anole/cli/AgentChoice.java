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
        return remote(house, data, environment, door).map(agent -> new AgentChoice(agent, Optional.empty()))
            .orElseGet(() -> own(house, data, environment, effect, mode));
    }

    /** The agent that serves the data directory, when one does. */
    static Optional<Agent> remote(House house, Optional<Path> data, Map<String, String> environment, Door door) {
        return RemoteAgent.find(DataDirectory.of(data, environment, Host.local()), house.catalog(), door).map(Agent.class::cast);
    }

    /** An agent in this process. */
    static AgentChoice own(House house, Optional<Path> data, Map<String, String> environment, Effect effect, Mode mode) {
        Host host = Host.local();
        House.Here here = house.local(host, DataDirectory.of(data, environment, host), effect != Effect.READS && mode == Mode.RUN);
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
