package dev.anole.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** {@code anole up}, running: agent and console on a free port, with a data directory of its own. */
final class Up implements AutoCloseable {

    private static final Pattern LINK = Pattern.compile("https?://\\S+/login\\?token=\\S+");
    /** How long it may take until the login link is printed; far above what is promised, for a loaded machine. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final List<String> said = Collections.synchronizedList(new ArrayList<>());
    private final CompletableFuture<URI> link = new CompletableFuture<>();

    private Up(Process process) {
        this.process = process;
    }

    /**
     * Starts it and waits for its login link.
     *
     * @param launcher    {@code ./anole}, or the installed program
     * @param data        the data directory
     * @param environment added to this process's
     * @param more        further words
     */
    static Up start(Path launcher, Path data, Map<String, String> environment, String... more) throws IOException, InterruptedException {
        return start(List.of(launcher.toString()), data, environment, more);
    }

    /** As above, with a launcher of several words, such as one behind {@code chroot}. */
    static Up start(List<String> launcher, Path data, Map<String, String> environment, String... more) throws IOException, InterruptedException {
        var command = new ArrayList<>(launcher);
        command.addAll(List.of("up", "--port", "0", "--data", data.toString(), "--no-open"));
        command.addAll(List.of(more));
        var builder = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().putAll(environment);
        return awaited(builder.start(), PATIENCE);
    }

    /** One that a test started in its own way, and that may take its time until the login link. */
    static Up awaited(Process process, Duration patience) throws IOException, InterruptedException {
        var up = new Up(process);
        Thread.ofVirtual().start(up::listen);
        try {
            up.link.get(patience.toSeconds(), TimeUnit.SECONDS);
        } catch (java.util.concurrent.ExecutionException | TimeoutException e) {
            String printed = up.text();
            up.close();
            throw new IOException("no login link: " + e.getMessage() + "; it said:\n" + printed, e);
        }
        return up;
    }

    private void listen() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line; (line = reader.readLine()) != null; ) {
                said.add(line);
                var matcher = LINK.matcher(line);
                if (matcher.find()) {
                    link.complete(URI.create(matcher.group()));
                }
            }
            link.completeExceptionally(new IOException("it ended"));
        } catch (IOException e) {
            link.completeExceptionally(e);
        }
    }

    /** The one-time login link that it printed. */
    URI link() {
        return link.join();
    }

    /** The console's address, ending in a slash. */
    URI console() {
        return link().resolve("/");
    }

    /** Everything printed so far. */
    String text() {
        synchronized (said) {
            return String.join("\n", said);
        }
    }

    /** The agent's process: the one that was started, or, behind a launcher that waits for it, its descendant. */
    ProcessHandle agent() {
        return inRole("agent").orElse(process.toHandle());
    }

    /** The console's process. */
    Optional<ProcessHandle> consoleProcess() {
        return inRole("console");
    }

    private Optional<ProcessHandle> inRole(String role) {
        return Stream.concat(Stream.of(process.toHandle()), process.toHandle().descendants())
                .filter(one -> one.info().arguments().map(List::of).orElse(List.of()).contains("-Danole.role=" + role)).findFirst();
    }

    boolean alive() {
        return process.isAlive();
    }

    /** As Ctrl-C or systemd end it; waits until it has ended. */
    int end() throws InterruptedException {
        agent().destroy();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            kill();
        }
        return process.waitFor();
    }

    /** As a power cut ends its processes: the agent and whatever it started, with SIGKILL. */
    void kill() throws InterruptedException {
        List<ProcessHandle> all = process.toHandle().descendants().toList();
        process.toHandle().destroyForcibly();
        all.forEach(ProcessHandle::destroyForcibly);
        process.waitFor();
    }

    @Override
    public void close() {
        try {
            if (process.isAlive()) {
                end();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
