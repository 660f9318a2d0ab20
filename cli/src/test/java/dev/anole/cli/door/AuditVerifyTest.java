package dev.anole.cli.door;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.anole.operation.Language;
import dev.anole.operation.View;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What {@code audit verify} says. */
class AuditVerifyTest {
    @Test
    void aBrokenChainIsAFindingThatNamesItsEntry() {
        var whole = new AuditVerify.Verified(true, 12, "ab".repeat(32), Optional.empty(), dev.anole.operation.Text.same(""));
        assertEquals(0, whole.findings());
        assertTrue(said(whole).contains("12 entries") && said(whole).endsWith("ab".repeat(32)), said(whole));
        var broken = new AuditVerify.Verified(false, 3, "", Optional.of(4L), dev.anole.operation.Text.of("row 4 is missing", "缺少第 4 条"));
        assertEquals(1, broken.findings(), "so the command ends with 1");
        assertEquals("The audit log is broken at entry 4: row 4 is missing; the 3 before it are whole", said(broken));
    }

    private static String said(AuditVerify.Verified verified) {
        return ((View.Sentence) verified.view()).text().in(Language.ENGLISH);
    }
}
