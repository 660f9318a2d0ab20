package dev.anole.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.anole.console.ConsoleConfiguration;
import dev.anole.operation.Configuration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the configuration is read. */
class SettingsTest {
    @TempDir
    Path elsewhere;

    @Test
    void theEnvironmentNamesAnotherDirectoryOfFiles() throws IOException {
        Path file = Files.writeString(elsewhere.resolve("a.toml"), "[console]\nsession-idle = \"2h\"\nkeep-metrics = \"7d\"\n");
        Configuration read = Settings.load(Map.of("keep-metrics", "90d"), Map.of(Settings.ELSEWHERE, elsewhere.toString()));
        ConsoleConfiguration console = read.get(Settings.CONSOLE, ConsoleConfiguration.class);
        assertEquals(Duration.ofHours(2), console.sessionIdle());
        assertEquals(Duration.ofDays(90), console.keepMetrics(), "a flag counts more than a file");
        List<String> origins = read.entries().stream().filter(e -> e.key().equals("session-idle") || e.key().equals("keep-metrics")).map(Configuration.Entry::origin).toList();
        assertTrue(origins.contains(file + ":2") && origins.contains("flag --keep-metrics"), origins.toString());
    }
}
