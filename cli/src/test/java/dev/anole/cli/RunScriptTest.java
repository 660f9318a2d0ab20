package dev.anole.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that starts a JVM gives each role its own flags, wherever the command stands. */
class RunScriptTest {
    private static final Path SCRIPT = Path.of(System.getProperty("anole.root"), "launch/src/main/image/run");
    @TempDir
    Path image;

    @BeforeEach
    void imageWithAJavaThatSaysHowItWasCalled() throws IOException {
        Files.copy(SCRIPT, image.resolve("run"));
        Files.writeString(image.resolve("java"), "#!/bin/sh\nfor word in \"$@\"; do echo \"$word\"; done\n");
        Files.setPosixFilePermissions(image.resolve("java"), PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private List<String> started(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("/bin/sh", image.resolve("run").toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("ANOLE_JAVA", image.resolve("java").toString());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(10, TimeUnit.SECONDS));
        return said.lines().toList();
    }

    private void role(String role, String... words) throws IOException, InterruptedException {
        List<String> started = started(words);
        assertEquals("@" + image + "/" + role + ".flags", started.getFirst(), String.join(" ", words));
        assertTrue(started.contains("-Danole.role=" + role), started.toString());
        int main = started.indexOf("dev.anole.cli.Main");
        assertEquals(List.of(words), started.subList(main + 1, started.size()), "the words arrive as they were typed");
    }

    @Test
    void theRoleIsThatOfTheCommandWhereverItStands() throws Exception {
        role("agent", "up", "--no-open");
        role("agent", "--data", "/srv/a b", "up", "--port", "0");
        role("agent", "--data=/srv/x", "--no-color", "--lang", "zh", "agent");
        role("console", "--debug", "console", "--supervised");
        role("cli", "host", "show");
        role("cli", "--data", "up", "host", "show");
        role("cli", "--json", "help", "up");
        role("cli", "--confirm", "agent", "host", "show");
        role("cli", "file", "show", "up");
        role("cli");
        role("cli", "--data");
        role("cli", "");
    }

    @Test
    void itKnowsEveryOptionThatTakesTheWordBehindIt() throws IOException {
        Matcher listed = Pattern.compile("^\\s+(--[a-z|-]+)\\) takes=1", Pattern.MULTILINE).matcher(Files.readString(SCRIPT));
        assertTrue(listed.find());
        assertEquals(new TreeSet<>(Stream.of(GlobalOption.values()).filter(o -> o.parameter().isPresent()).flatMap(o -> o.names().stream()).toList()),
            new TreeSet<>(List.of(listed.group(1).split("\\|"))));
    }
}
