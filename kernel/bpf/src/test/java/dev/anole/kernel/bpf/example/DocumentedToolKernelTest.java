package dev.anole.kernel.bpf.example;

import dev.anole.kernel.bpf.BpfProbe;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

/** The tool that the page shows is the one that is compiled here, and it works. */
class DocumentedToolKernelTest {
    private static final Path ROOT = Path.of(System.getProperty("anole.root", "."));

    @Test
    void thePageShowsTheToolAsItIs() throws IOException {
        String tool = Files.readString(ROOT.resolve("kernel/bpf/src/test/java/dev/anole/kernel/bpf/example/WhoSwitches.java"));
        String body = tool.substring(tool.indexOf("import"));
        assertTrue(Files.readString(ROOT.resolve("docs/bpf.md")).contains(body), "docs/bpf.md shows another tool");
        assertTrue(body.lines().filter(line -> !line.isBlank() && !line.startsWith("import")).count() <= 30);
    }

    @Test
    void theToolPrintsEvents() {
        if (BpfProbe.program("tp_btf/sched_switch") instanceof BpfProbe.Unavailable(String reason, String remedy)) {
            abort(reason);
        }
        PrintStream before = System.out;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            WhoSwitches.main(new String[] {Long.toString(ProcessHandle.current().pid()), "1"});
        } finally {
            System.setOut(before);
        }
        String text = said.toString(StandardCharsets.UTF_8);
        assertTrue(text.contains("Event[timeNs=") && text.contains("0 lost, 1 program attached"), text);
    }
}
