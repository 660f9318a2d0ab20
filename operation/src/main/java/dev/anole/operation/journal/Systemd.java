package dev.anole.operation.journal;

import dev.anole.operation.Host;
import dev.anole.operation.Text;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The service manager of this host, through {@code systemctl}. */
final class Systemd {
    /** Longest that one call may take, in seconds: a start waits for the unit to be ready. */
    static final int SECONDS_MAX = 100;
    private static final int OUTPUT_BYTES_MAX = 4096;

    private Systemd() {
    }

    /** Whether it runs here, sd_booted(3). A host below another root is a tree of files, which nothing runs. */
    static boolean isRunning(Host host) {
        return host.root().equals(Path.of("/")) && Files.isDirectory(Path.of("/run/systemd/system"));
    }

    /** Whether it reads its units from that path. */
    static boolean readsFrom(String path) {
        return path.startsWith("/etc/systemd/system/") || path.startsWith("/run/systemd/system/")
            || path.startsWith("/usr/lib/systemd/system/") || path.startsWith("/usr/local/lib/systemd/system/");
    }

    static boolean isActive(String unit) {
        return call(List.of("is-active", "--quiet", "--", unit)).status() == 0;
    }

    static void reload() {
        check(List.of("daemon-reload"));
    }

    static void start(String unit) {
        check(List.of("start", "--", unit));
    }

    static void stop(String unit) {
        check(List.of("stop", "--", unit));
    }

    private record Answer(int status, String text) {
    }

    private static void check(List<String> arguments) {
        Answer answer = call(arguments);
        if (answer.status() != 0) {
            String command = "systemctl " + String.join(" ", arguments);
            throw Refusal.failed(Text.of(command + " failed: " + Refusal.printable(answer.text()), command + " 失败：" + Refusal.printable(answer.text())),
                Text.of("see journalctl -xe", "请查看 journalctl -xe"));
        }
    }

    private static Answer call(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of("systemctl", "--no-ask-password"));
        command.addAll(arguments);
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            FutureTask<String> reader = new FutureTask<>(() -> text(process.getInputStream()));
            Thread.ofVirtual().name("output of systemctl").start(reader);
            if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return new Answer(-1, "no answer within " + SECONDS_MAX + " s");
            }
            return new Answer(process.exitValue(), reader.get());
        } catch (ExecutionException e) {
            return new Answer(-1, String.valueOf(e.getCause().getMessage()));
        } catch (IOException e) {
            return new Answer(-1, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();   // the run notices it at its next step, and takes back
            return new Answer(-1, "interrupted");
        }
    }

    /** The beginning of what it prints, as one line; the rest is read too, so that it does not wait for a reader. */
    private static String text(InputStream from) throws IOException {
        String text = new String(from.readNBytes(OUTPUT_BYTES_MAX), StandardCharsets.UTF_8);
        from.transferTo(OutputStream.nullOutputStream());
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).collect(Collectors.joining(" "));
    }
}
