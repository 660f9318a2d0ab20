package dev.anole.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
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
}
