package dev.anole.console.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.anole.operation.Language;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FiguresTest {
    private static String of(double value, String unit) {
        return Figures.of(value, unit, Language.ENGLISH).replace('\u00a0', ' ').replace('\u202f', '_');
    }

    @Test
    void numbersHaveFewDigitsAndTheirUnit() {
        assertEquals("3_421_876", of(3_421_876, ""));
        assertEquals("31 %", of(31.4, "%"));
        assertEquals("7.2 %", of(7.2, "%"));
        assertEquals("5.2 GiB", of(5.2 * (1L << 30), "B"));
        assertEquals("1.0 GiB", of(1L << 30, "B"));
        assertEquals("186 MB/s", of(186e6, "B/s"));
        assertEquals("10 Gbit/s", of(1e10, "bit/s"));
        assertEquals("2.5/s", of(2.5, "/s"));
        assertEquals("1.5 k/s", of(1500, "/s"));
        assertEquals("48 ms", of(48, "ms"));
        assertEquals("−3.5", of(-3.5, ""));
    }

    @Test
    void whatIsNotKnownIsADashWithoutAUnit() {
        assertEquals("—", of(Double.NaN, "ms"));
        assertEquals("—", of(Double.POSITIVE_INFINITY, "B"));
    }

    @Test
    void roundingNeverLeavesAThousandOfTheSmallerUnit() {
        assertEquals("1.0 MB/s", of(999_999, "B/s"));
        assertEquals("1.0 MiB", of((1 << 20) - 1, "B"));
    }

    @Test
    void noSpaceStandsBeforeThePerCentSignInChinese() {
        assertEquals("31%", Figures.percent(31.4, Language.CHINESE));
    }

    @Test
    void spansHaveTwoPartsAtMost() {
        assertEquals("84 ms", Figures.span(Duration.ofMillis(84), Language.ENGLISH).replace('\u00a0', ' '));
        assertEquals("8.4 s", Figures.span(Duration.ofMillis(8400), Language.ENGLISH).replace('\u00a0', ' '));
        assertEquals("3 h 12 min", Figures.span(Duration.ofMinutes(192), Language.ENGLISH).replace('\u00a0', ' '));
        assertEquals("41 天", Figures.span(Duration.ofDays(41), Language.CHINESE).replace('\u00a0', ' '));
        assertEquals("0 s", Figures.span(Duration.ofSeconds(-5), Language.ENGLISH).replace('\u00a0', ' '));
    }
}
