package dev.anole.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Trains the start-up caches of an image (JEP 483, 514, 515): real work is recorded, and from the recording the JVM
 * assembles a cache. The recording JVMs are started by the image's own script, so the flags are the ones that a
 * later start has; a cache made under other flags is refused.
 */
final class Training {

    /** The commands that a person types first; their code is what the short-lived role must have at hand. */
    private static final List<String> COMMANDS = List.of(
            "host show --json", "host show", "capabilities", "changes list", "tasks list");

    private final Image image;
    private final Path javaHome;
    private final Path log;
    private final Patience patience;
    private final ImageMaker.Steps steps;

    Training(Image image, Path javaHome, Path log, Patience patience, ImageMaker.Steps steps) {
        this.image = image;
        this.javaHome = javaHome;
        this.log = log;
        this.patience = patience;
        this.steps = steps;
    }

    /**
     * Trains the caches of all roles. A role whose training fails stays without one: Anole works the same, starts
     * more slowly, and says so; this says so too.
     */
    void trainAll() throws IOException, InterruptedException {
        Files.writeString(log, "");
        Path work = Files.createTempDirectory("anole-training-");
        // The console records as another user when root trains.
        Files.setPosixFilePermissions(work, PosixFilePermissions.fromString("rwxrwxrwx"));
        try (ExecutorService aside = Executors.newVirtualThreadPerTaskExecutor()) {
            steps.step("training the start-up cache of the command line");
            recordCommands(work);
            // Each of these processes has work for one core alone, and a rehearsal mostly waits.
            Future<Void> commandLine = aside.submit(() -> assemble(Role.CLI, work));
            steps.step("training the start-up caches of agent and console");
            if (new Rehearsal(image, javaHome, work, log, patience).perform()) {
                Future<Void> console = aside.submit(() -> assemble(Role.CONSOLE, work));
                assemble(Role.AGENT, work);
                console.get();
            }
            commandLine.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        } finally {
            ImageMaker.delete(work);
        }
        for (Role role : Role.values()) {
            if (!Files.exists(image.cache(role))) {
                System.err.println("anole: no start-up cache for the " + role.word() + ", it will start more slowly; why: " + log);
            }
        }
    }

    static Path recording(Role role, Path work) {
        return work.resolve(role.word() + ".recording");
    }

    private void recordCommands(Path work) throws IOException, InterruptedException {
        var command = new ArrayList<String>(List.of(java(), "@" + image.flags(Role.CLI), "-XX:AOTMode=record",
                "-XX:AOTConfiguration=" + recording(Role.CLI, work), "-Danole.image=" + image.directory(),
                "-Danole.role=" + Role.CLI.word(), "-cp", image.entry().toString(), Repertoire.class.getName()));
        for (String words : COMMANDS) {
            command.addAll(List.of(words.split(" ")));
            // A data directory of their own: no agent that happens to run answers for them.
            command.addAll(List.of("--data", work.resolve("data").toString(), ";"));
        }
        command.add("--help");
        run(new ProcessBuilder(command));
    }

    private Void assemble(Role role, Path work) throws IOException, InterruptedException {
        Path recording = recording(role, work);
        Path made = work.resolve(role.word() + ".aot");
        if (Files.exists(recording) && run(new ProcessBuilder(java(), "@" + image.flags(role), "-XX:AOTMode=create",
                "-XX:AOTConfiguration=" + recording, "-XX:AOTCache=" + made, "-cp", image.entry().toString())) && Files.exists(made)) {
            Files.copy(made, image.cache(role));
        }
        return null;
    }

    private boolean run(ProcessBuilder builder) throws IOException, InterruptedException {
        Files.writeString(log, String.join(" ", builder.command()) + "\n", StandardOpenOption.APPEND);
        Process process = builder.redirectErrorStream(true).redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())).start();
        try (Watchdog watchdog = patience.over(process)) {
            int code = process.waitFor();
            if (watchdog.bit()) {
                Files.writeString(log, patience.spent() + "\n", StandardOpenOption.APPEND);
            }
            return code == 0;
        }
    }

    private String java() {
        return javaHome.resolve("bin/java").toString();
    }
}
