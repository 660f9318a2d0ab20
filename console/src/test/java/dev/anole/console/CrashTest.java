package dev.anole.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.anole.console.store.AuditEntry;
import dev.anole.console.store.AuditEvent;
import dev.anole.console.store.AuditLog;
import dev.anole.console.store.Records;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process killed while it writes. */
class CrashTest {
    @TempDir
    Path directory;

    /** Writes rows as fast as it can from several threads, and says each once it is stored. */
    static final class Writer {
        private Writer() {
        }

        public static void main(String[] args) {
            Records records = Records.open(Path.of(args[0]), Clock.systemUTC(), Duration.ofHours(1), Duration.ofHours(1), false);
            for (int t = 0; t < 4; t++) {
                String name = "w" + t + "-" + ProcessHandle.current().pid() + "-";
                Thread.ofPlatform().start(() -> {
                    for (long i = 0; ; i++) {
                        AuditEntry stored = records.audit().append(new AuditEvent(AuditEvent.Kind.REFUSED, name + i, "", "", "", "", ""));
                        synchronized (System.out) {
                            System.out.println(stored.event().actor());
                            System.out.flush();
                        }
                    }
                });
            }
        }
    }

    private Set<String> killedAfter(int acknowledged) throws IOException, InterruptedException {
        Process writer = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--enable-native-access=ALL-UNNAMED",
            "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"), Writer.class.getName(), directory.toString())
            .redirectErrorStream(true).start();
        Set<String> told = new HashSet<>();
        try (BufferedReader out = new BufferedReader(new InputStreamReader(writer.getInputStream(), StandardCharsets.UTF_8))) {
            String line = out.readLine();
            while (line != null && told.size() < acknowledged) {
                assertTrue(line.startsWith("w"), line);
                told.add(line);
                line = out.readLine();
            }
            writer.toHandle().destroyForcibly();   // SIGKILL; unlike the process itself, this leaves its output to be read
            while (line != null) {
                if (line.startsWith("w")) {
                    told.add(line);
                }
                line = out.readLine();
            }
        }
        assertTrue(writer.waitFor(10, TimeUnit.SECONDS));
        assertEquals(128 + 9, writer.exitValue());
        return told;
    }

    @Test
    void whatWasAcknowledgedSurvivesAKillUnderLoad() throws Exception {
        Set<String> told = new HashSet<>();
        for (int round = 0; round < 3; round++) {
            told.addAll(killedAfter(40 + 60 * round));
            try (Records records = Records.open(directory, Clock.systemUTC(), Duration.ofHours(1), Duration.ofHours(1), false)) {
                assertEquals(Optional.empty(), records.store().check());
                long rows = assertInstanceOf(AuditLog.Chain.Whole.class, records.audit().verify()).rows();
                Set<String> stored = new HashSet<>();
                for (long before = Long.MAX_VALUE; ; ) {
                    List<AuditEntry> page = records.audit().page(before, AuditLog.PAGE_MAX, AuditLog.Filter.NONE);
                    stored.addAll(page.stream().map(e -> e.event().actor()).collect(Collectors.toSet()));
                    if (page.isEmpty()) {
                        break;
                    }
                    before = page.getLast().seq();
                }
                assertEquals(rows, stored.size());
                Set<String> lost = new HashSet<>(told);
                // The last line may have been cut by the kill; a name that is stored longer is the same row.
                lost.removeIf(name -> stored.contains(name) || stored.stream().anyMatch(s -> s.startsWith(name)));
                assertEquals(Set.of(), lost);
            }
        }
    }
}
