package dev.anole.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RehearsalTest {

    @Test
    void theLoginLinkIsFoundAmongOtherWords() {
        assertEquals(Optional.of(URI.create("http://127.0.0.1:4321/login?token=aB-3_x")),
                Rehearsal.linkIn("  Open  http://127.0.0.1:4321/login?token=aB-3_x  (once)"));
    }

    @Test
    void aLineWithoutLinkHasNone() {
        assertEquals(Optional.empty(), Rehearsal.linkIn("console: ready at http://127.0.0.1:4321/"));
    }

    @Test
    void aRehearsalKnowsNothingOfHowThisHostIsConfigured() {
        var environment = new HashMap<>(Map.of("ANOLE_CONSOLE_STORE_URL", "jdbc:postgresql://db/anole", "ANOLE_CONSOLE_LISTEN", "10.0.0.1",
                "ANOLE_COLLECTOR_EVERY", "9s", "PATH", "/bin", "ANOLE_LANG", "zh_CN.UTF-8", "ANOLE_CONFIGURATION", "/etc/anole"));
        Rehearsal.isolate(environment, Path.of("/scratch"));
        assertEquals(Map.of("PATH", "/bin", "ANOLE_LANG", "zh_CN.UTF-8", "ANOLE_CONFIGURATION", "/scratch/no-configuration"), environment);
    }
}
