package dev.anole.ops.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.anole.kernel.bpf.BpfObject;
import dev.anole.operation.Actor;
import dev.anole.operation.Context;
import dev.anole.operation.Door;
import dev.anole.operation.Host;
import dev.anole.operation.Journal;
import dev.anole.operation.Json;
import dev.anole.operation.Operation;
import dev.anole.operation.OperationException;
import dev.anole.operation.Output;
import dev.anole.operation.Probe;
import dev.anole.operation.Progress;
import dev.anole.operation.Role;
import dev.anole.operation.TaskId;
import dev.anole.operation.Text;
import dev.anole.operation.journal.FileJournal;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operations as a door calls them, on the running kernel. */
class TraceRoomKernelTest {
    @TempDir
    Path work;

    private final Host host = Host.local();
    private FileJournal journal;

    @BeforeEach
    void needsRights() {
        journal = FileJournal.at(work.resolve("journal"), host, Clock.systemUTC());
        if (Rights.probe(host) instanceof Probe.Unavailable(Text reason, String evidence, Text remedy)) {
            assumeTrue(false, reason.en() + " (" + evidence + "); " + remedy.en());
        }
    }

    @AfterEach
    void end() {
        journal.close();
    }

    private record Asking(Actor actor, TaskId task, Progress progress, Clock clock, Host host, Journal journal) implements Context {
    }

    private Context context() {
        return new Asking(new Actor("test", Role.ADMIN, Door.CLI), TaskId.random(), new Progress() {
            @Override
            public void step(Text name) {
            }

            @Override
            public void amount(double done, double total, String unit) {
            }

            @Override
            public void log(String line) {
            }
        }, Clock.systemUTC(), host, journal);
    }

    private <I extends Record, O extends Record> O run(Operation<I, O> operation, String... typed) throws InterruptedException {
        Map<String, List<String>> values = new HashMap<>();
        for (String one : typed) {
            int equals = one.indexOf('=');
            values.computeIfAbsent(one.substring(0, equals), _ -> new ArrayList<>()).add(one.substring(equals + 1));
        }
        O output = operation.run(operation.input().parse(values), context());
        return operation.output() instanceof Output.Value<O>(var shape) ? Json.read(shape, Json.write(output), Json.Unknown.REFUSE) : output;
    }

    private List<BpfLoad.Told> told(String... typed) throws InterruptedException {
        List<BpfLoad.Told> told = new ArrayList<>();
        run(new BpfLoad(), typed).source().produce(told::add);
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
        BpfTrace.Answer answer = run(new BpfTrace(), "script=sched_switch { @[prev.comm] = count() }", "duration=500ms");
        assertTrue(answer.rows().stream().mapToLong(BpfTrace.Row::value).sum() > 10, answer.toString());
        assertEquals(0, answer.lost());
        assertTrue(answer.lines().getFirst().startsWith("@["), answer.lines().getFirst());
    }

    @Test
    void aWrongQuestionIsRefusedWithItsColumn() {
        OperationException refused = assertThrows(OperationException.class, () -> run(new BpfTrace(), "script=sched_switch { @[prev.nonsense] = count() }"));
        assertEquals(OperationException.Kind.USAGE, refused.kind());
        assertTrue(refused.problem().en().startsWith("column ") && refused.problem().en().contains("nonsense"), refused.problem().en());
    }

    @Test
    void anObjectIsLoadedForAWhileAndItsEventsAreToldByTheirStructure() throws Exception {
        List<BpfLoad.Told> told = told("file=" + switches(), "duration=400ms");
        assertTrue(told.stream().anyMatch(t -> t.from().equals("events") && t.what().contains("\"next_comm\"")), told.subList(0, Math.min(3, told.size())).toString());
        assertFalse(run(new BpfList()).rows().stream().anyMatch(r -> r.pids().contains((int) ProcessHandle.current().pid())), "nothing stays");
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
        List<BpfProbes.Row> rows = run(new BpfProbes()).rows();
        assertTrue(rows.stream().anyMatch(r -> r.kind().equals("program tp_btf/sched_switch") && r.available()), rows.toString());
        assertTrue(rows.stream().anyMatch(r -> r.kind().equals("map ringbuf") && r.available()), rows.toString());
        assertTrue(rows.stream().allMatch(r -> r.available() ^ !r.why().isEmpty()), rows.toString());
    }

    @Test
    void typesOfAKernelAreCutDownToWhatAnObjectNeeds() throws Exception {
        run(new BpfBtfExtract(), "kernel=/sys/kernel/btf/vmlinux", "file=" + work.resolve("small.btf"), "object=" + switches());
        long bytes = Files.size(work.resolve("small.btf"));
        assertTrue(bytes > 100 && bytes < 100_000, bytes + " bytes");
    }
}
