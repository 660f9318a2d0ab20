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

/** Who does what a command asks: the agent that serves the data directory, or, where none does, this process itself. */
final class AgentChoice {
    private AgentChoice() {
    }

    static Agent of(House house, Optional<Path> data, Map<String, String> environment, Door door, Effect effect, Mode mode) {
        Host host = Host.local();
        Path directory = DataDirectory.of(data, environment, host);
        Optional<RemoteAgent> remote = RemoteAgent.find(directory, house.catalog(), door);
        if (remote.isPresent()) {
            return remote.get();
        }
        return house.local(host, directory, effect != Effect.READS && mode == Mode.RUN);
    }
}
