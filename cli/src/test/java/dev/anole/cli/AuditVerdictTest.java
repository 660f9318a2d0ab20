package dev.anole.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.anole.console.AuditChain;
import dev.anole.operation.Text;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What {@code anole audit verify} says and how it ends. */
class AuditVerdictTest {
    @Test
    void aBrokenChainNamesItsEntryAndEndsWithOne() {
        AuditVerdict whole = AuditVerdict.of(new AuditChain(12, "ab".repeat(32), OptionalLong.empty(), Text.same("")));
        assertEquals(0, whole.exitCode());
        assertTrue(whole.sentence().en().contains("12 entries") && whole.sentence().en().endsWith("ab".repeat(32)), whole.sentence().en());
        AuditVerdict broken = AuditVerdict.of(new AuditChain(3, "", OptionalLong.of(4), Text.of("row 4 is missing", "缺少第 4 条")));
        assertEquals(1, broken.exitCode());
        assertEquals("The audit log is broken at entry 4: row 4 is missing; the 3 before it are whole", broken.sentence().en());
    }

    @Test
    void theFirstOfItsWordsLeadsToIt(@org.junit.jupiter.api.io.TempDir java.nio.file.Path data) {
        assertTrue(new CommandRunner(data).run("audit", "--help").out().contains("  audit verify  "));
        assertEquals(2, new CommandRunner(data).run("audit").code());
    }
}
