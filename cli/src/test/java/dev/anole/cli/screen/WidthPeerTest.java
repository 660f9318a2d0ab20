package dev.anole.cli.screen;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Widths against Python's copy of the Unicode character database, for every code point that both know. */
class WidthPeerTest {
    private static final String SCRIPT = """
        import unicodedata, sys
        out = []
        for c in range(0x20, 0x110000):
            ch = chr(c)
            cat = unicodedata.category(ch)
            if cat in ('Cn', 'Cs', 'Cc', 'Co'): out.append('?')
            elif cat in ('Mn', 'Me', 'Cf'): out.append('0')
            elif unicodedata.east_asian_width(ch) in 'WF': out.append('2')
            else: out.append('1')
        sys.stdout.write(''.join(out))
        """;

    @Test
    void everyCodePointIsAsWideAsUnicodeSays() throws IOException, InterruptedException {
        Process python;
        try {
            python = new ProcessBuilder("python3", "-c", SCRIPT).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        } catch (IOException e) {
            assumeTrue(false, "python3 is not installed");
            return;
        }
        String widths = new String(python.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        assumeTrue(python.waitFor(60, TimeUnit.SECONDS) && python.exitValue() == 0, "python3 has no unicodedata");
        int compared = 0;
        int different = 0;
        StringBuilder list = new StringBuilder();
        for (int c = 0x20; c < 0x110000; c++) {
            char peer = widths.charAt(c - 0x20);
            // Jamo that complete a syllable are spacing letters in the database and take no column on any terminal.
            boolean jamo = c >= 0x1160 && c <= 0x11ff;
            // Wide since Unicode 16 only: hexagrams and their like.
            boolean young = c >= 0x2630 && c <= 0x2637 || c >= 0x268a && c <= 0x268f || c >= 0x1d300 && c <= 0x1d376;
            if (peer != '?' && !young && Character.getType(c) != Character.UNASSIGNED && !jamo) {
                compared++;
                if (Width.of(c) != peer - '0') {
                    different++;
                    list.append(String.format("U+%04X %s here %d%n", c, peer, Width.of(c)));
                }
            }
        }
        assertTrue(compared > 100_000, "compared " + compared);
        // A handful may differ by the two versions of Unicode.
        assertTrue(different <= 20, different + " differ:\n" + list.substring(0, Math.min(list.length(), 3000)));
    }
}
