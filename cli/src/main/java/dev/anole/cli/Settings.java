package dev.anole.cli;

import dev.anole.console.ConsoleConfiguration;
import dev.anole.operation.Configuration;
import dev.anole.operation.Shape;
import dev.anole.ops.collect.CollectorConfiguration;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All that can be configured, section by section, and where it is read. */
final class Settings {
    static final String CONSOLE = "console";
    static final String COLLECTOR = "collector";
    /** Where the files are, unless the environment names another place. */
    static final Path DIRECTORY = Path.of("/etc/anole");
    /** Names another directory of files: for a second Anole on a host, and for a start that must not touch the first one's. */
    static final String ELSEWHERE = "ANOLE_CONFIGURATION";

    private Settings() {
    }

    /**
     * Everything, checked.
     *
     * @param consoleFlags what was given on the command line for the console, by option
     */
    static Configuration load(Map<String, String> consoleFlags, Map<String, String> environment) {
        List<Configuration.Section<?>> sections = List.of(
            new Configuration.Section<>(CONSOLE, Shape.of(ConsoleConfiguration.class)),
            new Configuration.Section<>(COLLECTOR, Shape.of(CollectorConfiguration.class)));
        return Configuration.load(sections, Map.of(CONSOLE, consoleFlags), environment,
            Optional.ofNullable(environment.get(ELSEWHERE)).filter(d -> !d.isEmpty()).map(Path::of).orElse(DIRECTORY));
    }
}
