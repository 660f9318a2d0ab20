package dev.anole.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationTest {
    public record Door(
        @Described(en = "Port", zh = "端口", byDefault = "7070", min = 0, max = 65535) int port,
        @Described(en = "Names", zh = "名称") List<String> hostNames,
        @Described(en = "Token", zh = "令牌") Optional<Secret> token) {
    }

    private static final List<Configuration.Section<?>> SECTIONS =
        List.of(new Configuration.Section<>("console", Shape.of(Door.class)));

    @TempDir
    Path etc;

    private Configuration load(Map<String, Map<String, String>> flags, Map<String, String> environment) {
        return Configuration.load(SECTIONS, flags, environment, etc);
    }

    private String refusal() {
        return assertThrows(OperationException.class, () -> load(Map.of(), Map.of())).getMessage();
    }

    @Test
    void aFlagBeatsTheEnvironmentWhichBeatsTheFilesWhichBeatTheDefault() throws Exception {
        assertEquals(7070, load(Map.of(), Map.of()).get("console", Door.class).port());
        Files.writeString(etc.resolve("10-site.toml"), "# ours\n[console]\nport = 1\nhost-names = [\"a\", \"b\"]\ntoken = \"geheim\"\n");
        assertEquals(1, load(Map.of(), Map.of()).get("console", Door.class).port());
        Files.writeString(etc.resolve("20-site.toml"), "[console]\nport = 2\n");
        assertEquals(2, load(Map.of(), Map.of()).get("console", Door.class).port());
        Map<String, String> environment = Map.of("ANOLE_CONSOLE_PORT", "3");
        assertEquals(3, load(Map.of(), environment).get("console", Door.class).port());
        Configuration all = load(Map.of("console", Map.of("port", "4")), environment);
        assertEquals(new Door(4, List.of("a", "b"), Optional.of(Secret.of("geheim"))), all.get("console", Door.class));
        assertEquals(List.of(
            new Configuration.Entry("console", "port", "4", "flag --port"),
            new Configuration.Entry("console", "host-names", "a, b", etc.resolve("10-site.toml") + ":4"),
            new Configuration.Entry("console", "token", Secret.SHOWN, etc.resolve("10-site.toml") + ":5")), all.entries());
    }

    @Test
    void everyMistakeNamesItsLine() throws Exception {
        Path file = etc.resolve("a.toml");
        Files.writeString(file, "[console]\nport = 70000\n");
        assertTrue(refusal().startsWith(file + ":2: port: 70000 is not 0 to 65535"), refusal());
        Files.writeString(file, "[console]\n\nprot = 1\n");
        assertTrue(refusal().startsWith(file + ":3: [console] has no key \"prot\"; it has port, host-names, token"), refusal());
        Files.writeString(file, "[consoel]\nport = 1\n");
        assertTrue(refusal().startsWith(file + ":1: there is no section [consoel]"), refusal());
        Files.writeString(file, "[console]\nport = = 1\n");
        assertTrue(refusal().startsWith(file + ":2: "), refusal());
    }
}
