package dev.anole.cli.door;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.anole.operation.Actor;
import dev.anole.operation.Catalog;
import dev.anole.operation.Door;
import dev.anole.operation.Host;
import dev.anole.operation.Mode;
import dev.anole.operation.Operation;
import dev.anole.operation.OperationName;
import dev.anole.operation.Probe;
import dev.anole.operation.Role;
import dev.anole.operation.Room;
import dev.anole.operation.TaskEvent;
import dev.anole.operation.TaskId;
import dev.anole.operation.TaskLog;
import dev.anole.operation.Tasks;
import dev.anole.operation.Text;
import dev.anole.operation.journal.ChangeReport;
import dev.anole.operation.journal.ChangesRoom;
import dev.anole.operation.journal.FileJournal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class InstallTest {
    private static final Actor ROOT = new Actor("root", Role.ADMIN, Door.CLI);

    @TempDir
    private Path scratch;
    private Path root;
    private Install install;
    private FileJournal journal;
    private Tasks tasks;

    @BeforeEach
    void makeHost() throws IOException {
        root = scratch.resolve("root");
        Files.createDirectories(root.resolve("etc/systemd/system"));
        Files.createDirectories(root.resolve("etc/sysusers.d"));
        Host host = new Host("h", root, 0);
        install = new Install(() -> Optional.of(new InstalledProgram(Path.of("/bin/true"), Optional.of(Path.of("/opt/jdk/bin/java")), Optional.empty())));
        Catalog catalog = new Catalog(List.of(new Room("cli", Text.same("x"), List.<Operation<?, ?>>of(install)), ChangesRoom.room()));
        journal = FileJournal.at(scratch.resolve("journal"), host, Clock.systemUTC());
        tasks = new Tasks("test", host, catalog, () -> journal, TaskLog.inMemory(), Clock.systemUTC());
    }

    @AfterEach
    void close() {
        tasks.close();
        journal.close();
    }

    private ChangeReport run(String operation, Record input, Mode mode) throws InterruptedException {
        TaskId task = tasks.start(OperationName.of(operation), input, ROOT, mode);
        List<TaskEvent> events = new ArrayList<>();
        tasks.follow(task, events::add);
        TaskEvent.Ended end = (TaskEvent.Ended) events.getLast();
        return (ChangeReport) end.output().orElseThrow(() -> new AssertionError(end.problem().map(p -> p.message().en()).orElse("no output")));
    }

    private Map<String, String> tree() throws IOException {
        Map<String, String> tree = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root.resolve("etc"))) {
            for (Path file : files.toList()) {
                String name = root.relativize(file).toString();
                tree.put(name, Files.isSymbolicLink(file) ? "-> " + Files.readSymbolicLink(file) : Files.isDirectory(file) ? "" : Files.readString(file));
            }
        }
        return tree;
    }

    @Test
    void aDryRunShowsEveryFileAndWritesNone() throws Exception {
        Map<String, String> before = tree();
        ChangeReport report = run("install", new Install.Input(true, true), Mode.PREVIEW);
        assertEquals(ChangeReport.Stage.PREVIEW, report.stage());
        List<String> targets = report.targets().stream().map(ChangeReport.TargetDiff::target).toList();
        assertTrue(targets.containsAll(List.of("/etc/sysusers.d/anole.conf", "/etc/tmpfiles.d/anole.conf", "/etc/systemd/system/anole-agent.service",
            "/etc/systemd/system/anole-console.service", "/etc/systemd/system/multi-user.target.wants/anole-agent.service")), targets::toString);
        assertEquals(before, tree());
    }

    @Test
    void whatIsInstalledCanBeUndone() throws Exception {
        Map<String, String> before = tree();
        ChangeReport report = run("install", new Install.Input(true, true), Mode.RUN);
        assertEquals(ChangeReport.Stage.APPLIED, report.stage());
        Map<String, String> installed = tree();
        assertEquals("-> /etc/systemd/system/anole-console.service", installed.get("etc/systemd/system/multi-user.target.wants/anole-console.service"));
        assertTrue(installed.get("etc/systemd/system/anole-agent.service").contains("Environment=ANOLE_JAVA=/opt/jdk/bin/java\nExecStart=/bin/true agent --data /var/lib/anole\n"));
        Operation<?, ?> undo = ChangesRoom.room().operations().stream().filter(o -> o.name().toString().equals("changes undo")).findFirst().orElseThrow();
        Record input = undo.input().parse(Map.of(undo.input().components().getFirst().name(), List.of(report.id().orElseThrow())));
        assertEquals(ChangeReport.Stage.UNDONE, run("changes undo", input, Mode.RUN).stage());
        assertEquals(before, tree());
    }

    @Test
    void withoutEnableNothingIsLinked() throws Exception {
        run("install", new Install.Input(false, false), Mode.RUN);
        assertFalse(Files.exists(root.resolve("etc/systemd/system/multi-user.target.wants")));
    }

    @Test
    void aTreeThatOthersCannotEnterIsRefusedWithTheRemedy() {
        Install closed = new Install(() -> Optional.of(new InstalledProgram(Path.of("/root/anole/run"), Optional.empty(), Optional.of(Path.of("/root")))));
        Probe.Unavailable probe = assertInstanceOf(Probe.Unavailable.class, closed.probe(new Host("h", root, 0)));
        assertEquals("install the package, or move the tree to /opt", probe.remedy().en());
        assertInstanceOf(Probe.Unavailable.class, install.probe(new Host("h", root, 1000)));
        assertInstanceOf(Probe.Unavailable.class, new Install(Optional::empty).probe(new Host("h", root, 0)));
        assertInstanceOf(Probe.Available.class, install.probe(new Host("h", root, 0)));
    }

    private static String analyze(List<String> words) throws IOException, InterruptedException {
        Path program = Path.of("/usr/bin/systemd-analyze");
        assumeTrue(Files.isExecutable(program), "systemd-analyze is not installed");
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(words);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        return "exit " + process.exitValue() + "\n" + said;
    }

    /** The units with a user and an environment that this host has, so that only what we wrote is judged. */
    private List<String> unitFiles() throws IOException {
        ServiceUnits units = new ServiceUnits(new InstalledProgram(Path.of("/bin/true"), Optional.empty(), Optional.empty()));
        Path agent = Files.writeString(scratch.resolve(ServiceUnits.AGENT), units.agent());
        Path console = Files.writeString(scratch.resolve(ServiceUnits.CONSOLE), units.console());
        return List.of(agent.toString(), console.toString());
    }

    @Test
    void systemdFindsNoFaultInTheUnits() throws Exception {
        List<String> words = new ArrayList<>(List.of("verify", "--man=no", "--generators=no"));
        words.addAll(unitFiles());
        String said = analyze(words);
        assertTrue(said.lines().noneMatch(l -> l.contains("anole-")), said);
    }

    @Test
    void systemdRatesTheConsolesExposureAsLow() throws Exception {
        String said = analyze(List.of("security", "--offline=true", "--no-pager", "--threshold=20", unitFiles().getLast()));
        assumeTrue(!said.contains("unrecognized option"), "systemd-analyze is too old to rate a file");
        assertTrue(said.startsWith("exit 0"), said);
    }
}
