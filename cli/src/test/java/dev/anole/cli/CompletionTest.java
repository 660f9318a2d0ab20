package dev.anole.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The script of bash is run by bash, key press by key press. */
@Timeout(60)
class CompletionTest {
    @TempDir
    private Path scratch;
    private CommandRunner cli;

    @BeforeEach
    void start() {
        cli = new CommandRunner(scratch);
    }

    private List<String> complete(String... words) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "bash is not installed");
        Path script = Files.writeString(scratch.resolve("completion.bash"), cli.run("completion", "bash").out());
        String array = String.join(" ", Arrays.stream(words).map(w -> "'" + w + "'").toList());
        Process bash = new ProcessBuilder("/bin/bash", "--norc", "-c", "source " + script + "; COMP_WORDS=(anole " + array + "); COMP_CWORD="
            + words.length + "; _anole; printf '%s\\n' \"${COMPREPLY[@]}\"").directory(scratch.toFile()).redirectErrorStream(true).start();
        String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(bash.waitFor(20, TimeUnit.SECONDS));
        return said.lines().toList();
    }

    @Test
    void wordsOfCommandsAreCompleted() throws Exception {
        assertTrue(complete("").containsAll(List.of("test", "tasks", "capabilities", "up", "completion")));
        assertEquals(List.of("test"), complete("te"));
        assertEquals(List.of("change", "crash"), complete("test", "c"));
        assertEquals(List.of("approve", "list", "show", "stop"), complete("tasks", ""));
        assertEquals(List.of("list"), complete("--data", "/x", "--json", "tasks", "l"));
    }

    @Test
    void optionsAreCompletedByTheirCommand() throws Exception {
        assertEquals(List.of("--max-files"), complete("test", "all", "p", "--max"));
        assertTrue(complete("test", "all", "--no-").containsAll(List.of("--no-loud", "--no-color")));
        assertTrue(complete("test", "login", "--pass").containsAll(List.of("--password-file", "--password-stdin")));
        assertTrue(complete("test", "change", "x", "--").containsAll(List.of("--yes", "--dry-run")));
        assertTrue(complete("--").contains("--help"));
    }

    @Test
    void valuesWithAListAreCompleted() throws Exception {
        assertEquals(List.of("red", "deep-blue"), complete("test", "all", "--colour", ""));
        assertEquals(List.of("deep-blue"), complete("test", "all", "--colour", "d"));
        assertEquals(List.of("en", "zh"), complete("test", "all", "--lang", ""));
        assertEquals(List.of("bash", "fish", "zsh"), complete("completion", ""));
    }

    @Test
    void filesAreCompletedWherePathsBelong() throws Exception {
        Files.writeString(scratch.resolve("secret.txt"), "");
        assertEquals(List.of("secret.txt"), complete("test", "login", "--password-file", "sec"));
    }

    private List<String> fish(String typed) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/fish")), "fish is not installed");
        Path script = Files.writeString(scratch.resolve("completion.fish"), cli.run("completion", "fish").out());
        Process fish = new ProcessBuilder("/usr/bin/fish", "--no-config", "-c", "source " + script + "; complete -C '" + typed + "'")
            .redirectErrorStream(true).start();
        String said = new String(fish.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(fish.waitFor(20, TimeUnit.SECONDS));
        return said.lines().toList();
    }

    @Test
    void fishUnderstandsItsScript() throws Exception {
        assertEquals(List.of("test"), fish("anole tes"));
        assertEquals(List.of("approve", "list", "show", "stop"), fish("anole tasks "));
        assertEquals(List.of("red"), fish("anole test all --colour r"));
        assertEquals(List.of("--max-files"), fish("anole test all --max"));
    }

    @Test
    void everyShellHasItsScript() {
        assertTrue(cli.run("completion", "zsh").out().startsWith("#compdef anole\n"));
        String fish = cli.run("completion", "fish").out();
        assertTrue(fish.contains("complete -c anole -n '__anole_at tasks' -a 'approve list show stop'"), fish);
        assertTrue(fish.contains("complete -c anole -n '__anole_at test all' -l colour -x -a 'red deep-blue'"), fish);
        assertTrue(cli.run("completion", "tcsh").err().contains("<shell>: \"tcsh\" is not one of bash, zsh, fish"));
    }
}
