package dev.anole.console.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.anole.operation.Operation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CommandLineTest {
    private static String line(Operation<?, ?> operation, Map<String, List<String>> values) {
        return CommandLine.of(operation, values);
    }

    @Test
    void whatHasItsDefaultIsLeftOut() {
        assertEquals("anole sysctl set vm.swappiness 10", line(FixtureOperations.SET,
            Map.of("name", List.of("vm.swappiness"), "value", List.of("10"), "keep", List.of("true"))));
    }

    @Test
    void aFlagThatIsOnByDefaultIsSwitchedOff() {
        assertEquals("anole sysctl set --no-keep a b", line(FixtureOperations.SET, Map.of("name", List.of("a"), "value", List.of("b"), "keep", List.of("false"))));
    }

    @Test
    void aShellTakesEachWordAsItIs() {
        assertEquals("anole sysctl set 'a b' 'it'\\''s $HOME `id` \"x\"'", line(FixtureOperations.SET,
            Map.of("name", List.of("a b"), "value", List.of("it's $HOME `id` \"x\""))));
        assertEquals("''", CommandLine.quoted(""));
    }

    @Test
    void aSecretIsNeverInIt() {
        String line = line(FixtureOperations.EVERYTHING, Map.of("file", List.of("/x"), "password", List.of("hunter2")));
        assertEquals("anole example everything --password-stdin /x", line);
    }

    @Test
    void listsAndMapsRepeatTheirOption() {
        assertEquals("anole example everything --force --levels low --levels very-high --password-stdin --labels a=b --labels 'c=d e' /x",
            line(FixtureOperations.EVERYTHING, Map.of("file", List.of("/x"), "force", List.of("true"), "levels", List.of("low", "very-high"),
                "labels", List.of("a=b", "c=d e"), "limit", List.of("10"))));
    }

    @Test
    void aTextThatBeginsWithAnAtSignStandsForNoFile() {
        assertTrue(line(FixtureOperations.EVERYTHING, Map.of("file", List.of("/x"), "content", List.of("@daily run"))).contains(" --content '@@daily run'"));
    }

    @Test
    void aPositionalThatBeginsWithADashIsNoOption() {
        assertEquals("anole sysctl set -- -a b", line(FixtureOperations.SET, Map.of("name", List.of("-a"), "value", List.of("b"))));
    }

    @Test
    void aRecordGivesTheLineItWasMadeFrom() {
        Map<String, List<String>> typed = Map.of("name", List.of("vm.swappiness"), "value", List.of("10"), "keep", List.of("false"));
        assertEquals("anole sysctl set --no-keep vm.swappiness 10", CommandLine.of(FixtureOperations.SET, FixtureOperations.SET.input().parse(typed)));
    }
}
