package dev.anole.console.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Computes contrasts from the colours of style.css, as WCAG 2.2 defines them (relative luminance, 1.4.3 and 1.4.11). */
class ContrastTest {
    private static final Pattern TOKEN = Pattern.compile("--([a-z0-9-]+): light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\);");
    private static final double TEXT = 4.5;
    private static final double MARK = 3;

    private static final String CSS = resource("style.css");
    private static final Map<String, String[]> COLOURS = colours();

    static String resource(String name) {
        try (InputStream in = ContrastTest.class.getResourceAsStream("/dev/anole/console/static/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Map<String, String[]> colours() {
        Map<String, String[]> colours = new HashMap<>();
        Matcher m = TOKEN.matcher(CSS);
        while (m.find()) {
            colours.put(m.group(1), new String[] {m.group(2), m.group(3)});
        }
        return colours;
    }

    private static double luminance(String hex) {
        double[] weight = {0.2126, 0.7152, 0.0722};
        double sum = 0;
        for (int i = 0; i < 3; i++) {
            double c = Integer.parseInt(hex.substring(1 + 2 * i, 3 + 2 * i), 16) / 255.0;
            sum += weight[i] * (c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4));
        }
        return sum;
    }

    private static double contrast(String a, String b) {
        double x = luminance(a);
        double y = luminance(b);
        return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
    }

    private static void atLeast(double least, List<String> fronts, List<String> backs) {
        for (String front : fronts) {
            for (String back : backs) {
                for (int theme = 0; theme < 2; theme++) {
                    double ratio = contrast(COLOURS.get(front)[theme], COLOURS.get(back)[theme]);
                    assertTrue(ratio >= least, String.format(Locale.ROOT, "%s on %s, %s: %.2f is below %.1f", front, back, theme == 0 ? "light" : "dark", ratio, least));
                }
            }
        }
    }

    @Test
    void theFormulaGivesTheKnownExtremes() {
        assertEquals(21, contrast("#000000", "#ffffff"), 1e-9);
        assertEquals(1, contrast("#777777", "#777777"), 1e-9);
    }

    @Test
    void everyTextCanBeReadOnEveryGround() {
        atLeast(TEXT, List.of("ink", "ink-2", "ink-3", "accent", "change", "warn", "crit"), List.of("bg", "surface", "sunk"));
    }

    @Test
    void textOnColouredGroundsCanBeRead() {
        atLeast(TEXT, List.of("on-accent"), List.of("accent"));
        atLeast(TEXT, List.of("surface"), List.of("crit", "change"));                    // buttons
        atLeast(TEXT, List.of("ink", "accent"), List.of("accent-soft"));                 // what is chosen
        atLeast(TEXT, List.of("ink"), List.of("add", "add-2", "del", "del-2", "crit-soft"));
        atLeast(TEXT, List.of("bg"), List.of("ink"));                                    // the clock of the cross-hair
    }

    @Test
    void everyCurveStandsOutFromTheBoard() {
        atLeast(MARK, List.of("c1", "c2", "c3", "c4", "c5", "c6"), List.of("surface"));
    }

    @Test
    void noColourIsWrittenBesideTheTokens() {
        String rules = CSS.substring(CSS.indexOf("*, *::before"));
        Matcher hex = Pattern.compile("#[0-9a-fA-F]{3,8}\\b").matcher(rules);
        assertTrue(!hex.find(), () -> "a colour that no theme knows: " + hex.group());
    }
}
