package dev.anole.cli;

import dev.anole.operation.OperationException;
import dev.anole.operation.Text;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The console as a process of its own. It ends when its standard input does, so it never outlives the process that
 * started it, however that one dies.
 */
final class ConsoleChild {
    /**
     * How long it may take to stop, in seconds; then it is killed. One that records for a start-up cache writes all of it as it
     * stops, which takes longer on a slow machine: whoever has it record says how long.
     */
    private static final int STOP_SECONDS_MAX = Integer.getInteger("anole.console.stop.seconds", 30);

    private final Process process;
    private final BufferedReader said;

    private ConsoleChild(Process process) {
        this.process = process;
        this.said = process.inputReader(java.nio.charset.StandardCharsets.UTF_8);
    }

    /**
     * Starts it.
     *
     * @param before what makes the process another user's; empty for none
     * @param words  of the command {@code console} and its options
     */
    static ConsoleChild start(Program program, List<String> before, List<String> words) {
        ProcessBuilder builder = program.process(before, words);
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        // systemd is told by the process that it has started, and by no other.
        builder.environment().keySet().removeAll(List.of("NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"));
        try {
            return new ConsoleChild(builder.start());
        } catch (IOException e) {
            throw OperationException.failed(Text.of("the console's process cannot be started: " + e.getMessage(), "无法启动控制台进程：" + e.getMessage()),
                Text.same(""), e);
        }
    }

    /** Waits until it serves; empty when it has ended before, having said why. */
    Optional<ConsoleReady> awaitReady() {
        try {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                Optional<ConsoleReady> ready = ConsoleReady.of(line);
                if (ready.isPresent()) {
                    // Nothing more is expected; what comes all the same must not fill the pipe.
                    Thread.ofVirtual().name("console output").start(this::drain);
                    return ready;
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private void drain() {
        try {
            while (said.readLine() != null) {
                // Read and forgotten.
            }
        } catch (IOException e) {
            // It has gone.
        }
    }

    /** Waits for its end. */
    int awaitEnd() throws InterruptedException {
        return process.waitFor();
    }

    /** Asks it to stop, waits, and kills it when it does not. */
    void stop() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // It has gone already.
        }
        try {
            if (!process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor(1, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
