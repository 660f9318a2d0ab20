package dev.anole.kernel.linux;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ByteCursorTest {
    private static ByteCursor over(String text) {
        return new ByteCursor("text", text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void numbersOfAllSixtyFourBitsAreRead() {
        ByteCursor cursor = over("0 -1 9223372036854775807 -9223372036854775808 18446744073709551615");
        assertEquals(0, cursor.number());
        assertEquals(-1, cursor.number());
        assertEquals(Long.MAX_VALUE, cursor.number());
        assertEquals(Long.MIN_VALUE, cursor.number());
        assertEquals("18446744073709551615", Long.toUnsignedString(cursor.number()));
        assertTrue(cursor.atEnd());
    }

    @Test
    void moreThanSixtyFourBitsAreRefused() {
        assertThrows(FormatException.class, () -> over("18446744073709551616").number());
        assertThrows(FormatException.class, () -> over("99999999999999999999").number());
        assertThrows(FormatException.class, () -> over("-9223372036854775809").number());
        assertThrows(FormatException.class, () -> over("10000000000000000").hexadecimal());
    }

    @Test
    void aMissingNumberIsRefusedAndItsPlaceNamed() {
        FormatException e = assertThrows(FormatException.class, () -> over("  max").number());
        assertEquals("text at byte 2: a number was expected", e.getMessage());
        assertEquals(7, over("max").numberOr(7));
        assertEquals(-3, over(" -3").numberOr(7));
        assertEquals(7, over(" -x").numberOr(7));
    }

    @Test
    void fractionsAreCutOrFilledToTheirPlaces() {
        assertEquals(42, over("0.42").decimal(2));
        assertEquals(1500, over("1.5").decimal(3));
        ByteCursor cursor = over("12.3456 7");
        assertEquals(1234, cursor.decimal(2));
        assertEquals(7, cursor.number());
        assertEquals(300, over("3").decimal(2));
    }

    @Test
    void aCommandNameFullOfTrapsIsSteppedOver() {
        ByteCursor cursor = over("12 (a) b\n) R 1 2) 5");
        assertTrue(cursor.skipPastLast(')'));
        assertEquals(5, cursor.number());
        cursor.position(0);
        assertTrue(cursor.skipPast('('));
        assertFalse(cursor.skipPast('*'));
    }

    @Test
    void linesAndWordsKeepToTheirLine() {
        ByteCursor cursor = over("one  two\n\nlast");
        assertEquals("one", cursor.word());
        assertEquals("two", cursor.word());
        assertEquals("", cursor.word());
        assertEquals("", cursor.line());
        assertEquals("", cursor.line());
        assertEquals("last", cursor.line());
        assertTrue(cursor.atEnd());
        assertEquals(-1, cursor.peek());
        assertEquals("", cursor.line());
    }
}
