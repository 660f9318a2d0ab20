package dev.anole.cli;

import dev.anole.cli.door.DoorsRoom;
import dev.anole.cli.door.InstalledProgram;
import dev.anole.image.files.FilesRoom;
import dev.anole.operation.Agent;
import dev.anole.operation.Catalog;
import dev.anole.operation.Configuration;
import dev.anole.operation.Host;
import dev.anole.operation.Room;
import dev.anole.operation.TaskLog;
import dev.anole.operation.Tasks;
import dev.anole.operation.journal.FileJournal;
import dev.anole.operation.journal.ChangesRoom;
import dev.anole.ops.collect.CollectRoom;
import dev.anole.ops.collect.Collector;
import dev.anole.ops.trace.TraceRoom;
import dev.anole.security.sm.SmRoom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All rooms of the house, by hand: a capability that is not in this list is not in Anole. */
final class House {
    private final Collector collector = new Collector(Host.local());
    private final Catalog catalog;
    private Optional<Agent> agent = Optional.empty();
    private Optional<Configuration> configuration = Optional.empty();

    /** The house as it is. */
    House() {
        this(List.of());
    }

    /** The house with further rooms: a test's. */
    House(List<Room> more) {
        List<Room> rooms = new ArrayList<>(List.of(
            CollectRoom.of(collector),
            ChangesRoom.room(),
            FilesRoom.room(),
            TraceRoom.room(),
            SmRoom.room(),
            DoorsRoom.room(this::agent, this::catalog, this::configuration, House::program)));
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

    /** How this process is configured: as it was started, or, for a single command, as it would be. */
    private Configuration configuration() {
        return configuration.orElseGet(() -> Settings.load(Map.of(), System.getenv()));
    }

    void configured(Configuration as) {
        configuration = Optional.of(as);
    }

    private static Optional<InstalledProgram> program() {
        Program program = Program.current();
        return program.image().map(image -> {
            Path run = image.resolve("run");
            boolean ownJava = Files.isExecutable(image.resolve("runtime/bin/java"));
            Path java = program.javaHome().resolve("bin/java");
            try {
                Optional<Path> closed = Program.closedAt(run);
                return new InstalledProgram(run, ownJava ? Optional.empty() : Optional.of(java), closed.isPresent() ? closed : Program.closedAt(java));
            } catch (IOException e) {
                return new InstalledProgram(run, Optional.of(java), Optional.of(run));
            }
        });
    }

    String hostName() {
        return Host.local().name();
    }

    /** What takes samples in this process; not started. */
    Collector collector() {
        return collector;
    }

    /**
     * An agent in this process, for one command.
     *
     * @param records whether what it does is recorded on disk, under the journal's lock: for whatever is more than reading
     */
    Here local(Host host, Path data, boolean records) {
        Clock clock = Clock.systemUTC();
        FileJournal journal = FileJournal.at(data.resolve("journal"), host, clock);
        try {
            if (records) {
                journal.open();
            }
            TaskLog log = records ? TaskLog.open(data.resolve("tasks")) : TaskLog.look(data.resolve("tasks"));
            Tasks tasks = new Tasks(Version.TEXT, host, catalog, () -> journal, log, clock);
            serve(tasks);
            return new Here(tasks, journal);
        } catch (RuntimeException e) {
            journal.close();
            throw e;
        }
    }

    /** An agent of this process, with the journal that goes with it. */
    record Here(Agent agent, AutoCloseable journal) {
    }

    void serve(Agent here) {
        agent = Optional.of(here);
    }
}
