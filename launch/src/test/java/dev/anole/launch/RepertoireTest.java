package dev.anole.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class RepertoireTest {

    @Test
    void aSemicolonStandsBetweenCommands() {
        assertEquals(List.of(List.of("host", "show"), List.of("--help")), Repertoire.commands("host", "show", ";", "--help"));
    }

    @Test
    void oneCommandNeedsNoSemicolon() {
        assertEquals(List.of(List.of("capabilities")), Repertoire.commands("capabilities"));
    }
}
