package dev.anole.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PatienceTest {

    @Test
    void theEnvironmentGivesMore() throws Exception {
        assertEquals(Duration.ofSeconds(600), Patience.from(Map.of(Patience.VARIABLE, " 600 ")).step());
        assertEquals(Patience.from(Map.of()), Patience.from(Map.of(Patience.VARIABLE, "")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1m", "86401", "99999999999999999999"})
    void whatIsNoNumberOfSecondsIsRefusedInOneLine(String said) {
        String message = assertThrows(IOException.class, () -> Patience.from(Map.of(Patience.VARIABLE, said))).getMessage();
        assertEquals(Patience.VARIABLE + "=" + said + " is no number of seconds between 1 and 86400: correct or unset it", message);
    }

    @Test
    void aProcessThatTakesTooLongEndsWithWhatItStartedAndItsReaderSeesTheEnd() throws Exception {
        Process slow = new ProcessBuilder("sh", "-c", "echo begun; sleep 1000 & wait").start();
        try (var said = slow.inputReader(); Watchdog watchdog = new Patience(Duration.ofSeconds(1)).over(slow)) {
            assertEquals("begun", said.readLine());
            assertEquals(null, said.readLine(), "the end of what it says, and no failure");
            assertEquals(128 + 9, slow.waitFor());
            assertTrue(watchdog.bit());
        }
    }

    @Test
    void aProcessThatEndsInTimeIsLeftAlone() throws Exception {
        Process quick = new ProcessBuilder("true").start();
        try (Watchdog watchdog = new Patience(Duration.ofSeconds(60)).over(quick)) {
            assertEquals(0, quick.waitFor());
            assertFalse(watchdog.bit());
        }
    }
}
