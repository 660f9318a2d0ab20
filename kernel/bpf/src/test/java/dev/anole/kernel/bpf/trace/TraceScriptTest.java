package dev.anole.kernel.bpf.trace;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What is understood, and what is said about what is not. */
class TraceScriptTest {
    @Test
    void operatorsBindAsInC() {
        Statement.Assign assign = assertInstanceOf(Statement.Assign.class,
                TraceScript.parse("x { @a = 1 + 2 * 3 == 7 && 4 }").probes().getFirst().statements().getFirst());
        Expression.Binary and = assertInstanceOf(Expression.Binary.class, assign.value());
        assertEquals("&&", and.operator());
        Expression.Binary equal = assertInstanceOf(Expression.Binary.class, and.left());
        assertEquals("==", equal.operator());
        assertEquals("+", assertInstanceOf(Expression.Binary.class, equal.left()).operator());
    }

    @Test
    void aSlashEndsAFilterAndDividesInParentheses() {
        Probe probe = TraceScript.parse("x, tp:y /(a / 2) > 1/ { @[a / 2]++ }").probes().getFirst();
        assertEquals(2, probe.targets().size());
        assertTrue(probe.filter().isPresent());
        assertEquals(1, probe.statements().size());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "` `                            | 2  | nothing is asked",
        "sched_switch                   | 13 | '{' is missing at the end",
        "sched_switch { @a }            | 19 | '=' is missing",
        "sched_switch { @a = }          | 21 | '}' cannot stand here",
        "sched_switch { @a = count(1) } | 21 | count() takes nothing",
        "sched_switch { @a = sum() }    | 21 | sum() takes one value",
        "x { @a = \"b }                 | 10 | without its closing",
        "x { @a = 0xzz }                | 10 | is no number",
        "profile:99 { @a++ }            | 1  | profile:hz:99",
        "x { @a = (1 }                  | 13 | ')' is missing"})
    void whatIsWrongIsSaidWithItsColumn(String script, int column, String reason) {
        TraceException wrong = assertThrows(TraceException.class, () -> TraceScript.parse(script));
        assertTrue(wrong.getMessage().contains(reason), wrong.getMessage());
        assertEquals(column, wrong.column() + 1, wrong.getMessage());
        assertFalse(wrong.getMessage().contains("\n"));
    }

    @Test
    void anyTextIsUnderstoodOrRefused() {
        long seed = Long.getLong("anole.seed", 20_261_120L);
        System.out.println("fuzzing scripts with seed " + seed);
        String[] pieces = {"sched_switch", "{", "}", "@", "[", "]", "(", ")", "=", "count()", "hist(", "/", "\"", "a", ".", "->",
            "12", "0x", "-", "!", "~", "+", ";", ",", " ", "&&", "delete(", "profile:hz:", "++", "\u0000", "\ud800"};
        for (int round = 0; round < 20_000; round++) {
            Random random = new Random(seed + round);
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(40); n > 0; n--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            try {
                TraceScript.parse(text.toString());
            } catch (TraceException refused) {
                assertTrue(refused.column() <= text.length(), text.toString());
            }
        }
        for (String deep : new String[] {"(".repeat(10_000), "-".repeat(10_000), "1+".repeat(5_000), "a.".repeat(5_000)}) {
            assertThrows(TraceException.class, () -> TraceScript.parse("x { @a = " + deep));
        }
    }
}
