package dev.anole.ops.collect;

import dev.anole.operation.OperationException;
import dev.anole.operation.Text;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Runs one of the host's own programs and reads what it says, within a time. */
final class ProgramOutput {
    private ProgramOutput() {
    }

    /**
     * Runs it in the C locale, without input.
     *
     * @param linesMax lines beyond are not read, and the program is ended
     * @throws OperationException when it cannot be started, takes too long, or fails
     */
    static void lines(List<String> command, long atMost, TimeUnit unit, int linesMax, Consumer<String> reader)
            throws InterruptedException {
        String shown = String.join(" ", command.subList(0, Math.min(2, command.size())));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD)
            .redirectInput(new File("/dev/null"));
        builder.environment().put("LC_ALL", "C");
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw failed(shown, String.valueOf(e.getMessage()), e);
        }
        // A program that hangs without closing its output is ended by this thread, and the reading ends with it.
        Thread watch = Thread.ofVirtual().start(() -> {
            try {
                if (!process.waitFor(atMost, unit)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
            }
        });
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            int count = 0;
            for (String line = lines.readLine(); line != null && count < linesMax; line = lines.readLine()) {
                reader.accept(line);
                count++;
            }
        } catch (IOException e) {
            throw failed(shown, "it was ended after " + unit.toSeconds(atMost) + " s", e);
        } finally {
            process.destroy();
            watch.join();
        }
        int code = process.waitFor();
        if (code != 0 && code != 143) {
            throw failed(shown, "exit code " + code, null);
        }
    }

    private static OperationException failed(String command, String why, Throwable cause) {
        return OperationException.failed(Text.of(command + " failed: " + why, command + " 失败：" + why),
            Text.of("run it by hand to see why", "请手动运行以查看原因"), cause);
    }
}
