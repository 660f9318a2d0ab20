package dev.anole.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.anole.operation.Catalog;
import dev.anole.operation.Configuration;
import dev.anole.operation.Host;
import dev.anole.operation.Shape;
import dev.anole.operation.TaskLog;
import dev.anole.operation.Tasks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of settings tells who has set what cannot be set there. */
class ConfiguredTest {
    @TempDir
    Path directory;

    private static String row(String page, String key) {
        int from = page.indexOf("<td><code>" + key + "</code>");
        assertTrue(from >= 0, key + " is not in " + page);
        return page.substring(from, page.indexOf("</tr>", from)).replaceAll("<[^>]*>", "|").replaceAll("\\|+", "|");
    }

    @Test
    void flagVariableFileAndDefaultAreToldApart() throws IOException {
        Path etc = Files.createDirectories(directory.resolve("etc"));
        Files.writeString(etc.resolve("site.toml"), "[console]\nkeep-metrics = \"90d\"\nnames = [\"a.test\", \"b.test\"]\n");
        Configuration configuration = Configuration.load(List.of(new Configuration.Section<>("console", Shape.of(ConsoleConfiguration.class))),
            Map.of("console", Map.of("port", "0")), Map.of("ANOLE_CONSOLE_SESSION_IDLE", "3h"), etc);
        Catalog catalog = TestOperations.catalog(new TestOperations.Greet());
        try (Tasks agent = new Tasks("test", new Host("h", Path.of("/"), 0), catalog, () -> {
            throw new IllegalStateException("no journal");
        }, TaskLog.inMemory(), Clock.systemUTC());
             Console console = new Console(catalog, agent, directory.resolve("console"), "test", Clock.systemUTC(), configuration.entries())) {
            console.start(configuration.get("console", ConsoleConfiguration.class));
            try (Browser browser = new Browser(console.address())) {
                browser.comeIn(console.loginLink());
                String page = browser.getPage("/settings").body();
                assertEquals("|port|0|port to listen on; 0 takes a free one|flag |--port|", row(page, "port"));
                assertEquals("|session-idle|3h|a session ends after this long without use|variable |ANOLE_CONSOLE_SESSION_IDLE|", row(page, "session-idle"));
                assertEquals("|keep-metrics|90d|minute means of metrics are kept this long|" + etc.resolve("site.toml") + ":2|", row(page, "keep-metrics"));
                assertTrue(row(page, "names").contains("|a.test, b.test|"), row(page, "names"));
                assertTrue(row(page, "listen").endsWith("|—|address to listen on with TLS; without it, 127.0.0.1 only|default|"), row(page, "listen"));
                assertTrue(page.contains("1 min for 90 days"), "what is kept is what was configured");
                assertTrue(page.contains("<code>[console]</code>") && page.contains("<code>/etc/anole/*.toml</code>"));
            }
        }
    }
}
