package dev.anole.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestSummaryTest {

    @TempDir
    Path root;

    private void report(String module, String cases) throws Exception {
        Path directory = Files.createDirectories(root.resolve(module).resolve("target/surefire-reports"));
        Files.writeString(directory.resolve("TEST-x.xml"), "<testsuite name='" + module + ".Suite'>" + cases + "</testsuite>");
    }

    @Test
    void aSkippedTestIsCountedUnderItsReason() throws Exception {
        report("kernel/linux", """
                <testcase classname="A" name="one" time="0.5"/>
                <testcase classname="A" name="two" time="0"><skipped message="Assumption failed: no KVM here"/></testcase>
                <testcase classname="A" name="three" time="0"><skipped type="x"><![CDATA[org.opentest4j.TestAbortedException:\s
                Assumption failed: no KVM here
                \tat org.junit.X
                ]]></skipped></testcase>""");
        var summary = TestSummary.of(root);
        assertEquals(new TestSummary.Counts(3, 0, 2, 0.5), summary.total());
        assertTrue(summary.good());
        assertTrue(summary.text().contains("    2  no KVM here\n"), summary.text());
    }

    @Test
    void aFailedTestIsNamedAndMakesTheRunBad() throws Exception {
        report("agent", "<testcase classname=\"B\" name=\"breaks\" time=\"1,234.5\"><failure message=\"expected 1\nbut was 2\">trace</failure></testcase>");
        var summary = TestSummary.of(root);
        assertFalse(summary.good());
        assertEquals(List.of("B.breaks"), summary.failures());
        assertTrue(summary.text().contains("B.breaks: expected 1 but was 2"), summary.text());
    }

    @Test
    void aClassThatGaveUpBeforeItsFirstTestIsNamed() throws Exception {
        report("e2e", "");
        assertTrue(TestSummary.of(root).text().contains("gave up before their first test, so Surefire recorded no reason\n  e2e.Suite\n"));
    }

    @Test
    void aRunWithoutTestsIsNotGood() throws Exception {
        assertFalse(TestSummary.of(root).good());
    }
}
