package dev.anole.ops.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.anole.kernel.bpf.BpfObject;
import dev.anole.operation.Asked;
import dev.anole.operation.OperationException;
import dev.anole.operation.Probe;
import dev.anole.operation.Text;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operations as a door calls them, on the running kernel. */
class TraceRoomKernelTest {
    @TempDir
    Path work;

    private Asked asked;

    @BeforeEach
    void needsRights() {
        asked = new Asked(work);
        if (Rights.probe(asked.host()) instanceof Probe.Unavailable(Text reason, String evidence, Text remedy)) {
            assumeTrue(false, reason.en() + " (" + evidence + "); " + remedy.en());
        }
    }

    @AfterEach
    void end() {
        asked.close();
    }

    private List<BpfLoad.Told> told(String... typed) throws InterruptedException {
        List<BpfLoad.Told> told = new ArrayList<>();
        asked.run(new BpfLoad(), typed).source().produce(told::add);
        return told;
    }

    /** The library's own example, as a file. */
    private String switches() throws Exception {
        try (InputStream in = BpfObject.class.getResourceAsStream("switches.bpf.o")) {
            return Files.write(work.resolve("switches.bpf.o"), in.readAllBytes()).toString();
        }
    }

    @Test
    void aQuestionInOneLineIsAnswered() throws Exception {
        BpfTrace.Answer answer = asked.run(new BpfTrace(), "script=sched_switch { @[prev.comm] = count() }", "duration=500ms");
        assertTrue(answer.rows().stream().mapToLong(BpfTrace.Row::value).sum() > 10, answer.toString());
        assertEquals(0, answer.lost());
        assertTrue(answer.lines().getFirst().startsWith("@["), answer.lines().getFirst());
    }

    @Test
    void aWrongQuestionIsRefusedWithItsColumn() {
        OperationException refused = asked.refused(new BpfTrace(), "script=sched_switch { @[prev.nonsense] = count() }");
        assertEquals(OperationException.Kind.USAGE, refused.kind());
        assertTrue(refused.problem().en().startsWith("column ") && refused.problem().en().contains("nonsense"), refused.problem().en());
    }

    @Test
    void anObjectIsLoadedForAWhileAndItsEventsAreToldByTheirStructure() throws Exception {
        List<BpfLoad.Told> told = told("file=" + switches(), "duration=400ms");
        assertTrue(told.stream().anyMatch(t -> t.from().equals("events") && t.what().contains("\"next_comm\"")), told.subList(0, Math.min(3, told.size())).toString());
        assertFalse(asked.run(new BpfList()).rows().stream().anyMatch(r -> r.pids().contains((int) ProcessHandle.current().pid())), "nothing stays");
    }

    @Test
    void whatIsNoObjectIsRefusedInOneLine() throws Exception {
        String text = Files.writeString(work.resolve("text"), "no object").toString();
        OperationException broken = assertThrows(OperationException.class, () -> told("file=" + text));
        assertFalse(broken.problem().en().contains("\n"));
        assertEquals(OperationException.Kind.NOT_FOUND, assertThrows(OperationException.class, () -> told("file=" + text + "-nowhere")).kind());
        String object = switches();
        assertTrue(assertThrows(OperationException.class, () -> told("file=" + object, "event=nothing")).problem().en().contains("no struct nothing"));
    }

    @Test
    void whatTheKernelTakesIsFoundOutByTrying() throws Exception {
        List<BpfProbes.Row> rows = asked.run(new BpfProbes()).rows();
        assertTrue(rows.stream().anyMatch(r -> r.kind().equals("program tp_btf/sched_switch") && r.available()), rows.toString());
        assertTrue(rows.stream().anyMatch(r -> r.kind().equals("map ringbuf") && r.available()), rows.toString());
        assertTrue(rows.stream().allMatch(r -> r.available() ^ !r.why().isEmpty()), rows.toString());
    }

    @Test
    void typesOfAKernelAreCutDownToWhatAnObjectNeeds() throws Exception {
        asked.run(new BpfBtfExtract(), "kernel=/sys/kernel/btf/vmlinux", "file=" + work.resolve("small.btf"), "object=" + switches());
        long bytes = Files.size(work.resolve("small.btf"));
        assertTrue(bytes > 100 && bytes < 100_000, bytes + " bytes");
    }
}
