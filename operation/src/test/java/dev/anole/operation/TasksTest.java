package dev.anole.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TasksTest {
    public record Nothing() {
    }

    public record Number(int value) {
    }

    public record Found(int findings) implements Findings {
    }

    private interface Body<I, O> {
        O run(I input, Context context) throws InterruptedException;
    }

    private record Sample<I extends Record, O extends Record>(OperationName name, Effect effect, Shape<I> input,
            Output<O> output, Probe answer, Body<I, O> body) implements Operation<I, O> {
        @Override
        public Text summary() {
            return Text.same("a sample");
        }

        @Override
        public Probe probe(Host host) {
            return answer;
        }

        @Override
        public O run(I in, Context context) throws InterruptedException {
            return body.run(in, context);
        }
    }

    private static final Actor ADMIN = new Actor("root", Role.ADMIN, Door.CLI);
    private static final Actor VIEWER = new Actor("eve", Role.VIEWER, Door.API);
    private static final Actor ASSISTANT = new Actor("assistant", Role.ADMIN, Door.ASSISTANT);
    private static final Shape<Nothing> NOTHING = Shape.of(Nothing.class);

    @TempDir
    Path directory;
    private final CountDownLatch release = new CountDownLatch(1);
    private final AtomicInteger produced = new AtomicInteger();
    private Tasks tasks;

    private static <O extends Record> Operation<?, ?> op(String name, Effect effect, Output<O> output, Body<Nothing, O> body) {
        return new Sample<>(OperationName.of(name), effect, NOTHING, output, Probe.available(), body);
    }

    private Catalog catalog() {
        return new Catalog(List.of(new Room("test", Text.same("Test"), List.of(
            op("give", Effect.READS, Output.value(Number.class), (_, c) -> {
                c.progress().step(Text.same("one"));
                c.progress().amount(1, 2, "files");
                c.progress().log("hello");
                return new Number(42);
            }),
            op("find", Effect.READS, Output.value(Found.class), (_, _) -> new Found(3)),
            op("wait", Effect.CHANGES, Output.value(Number.class), (_, _) -> {
                release.await();
                return new Number(1);
            }),
            op("keys", Effect.READS_SECRETS, Output.value(Number.class), (_, _) -> new Number(1)),
            op("break", Effect.READS, Output.value(Number.class), (_, _) -> {
                throw new IllegalStateException("the roof is off");
            }),
            op("flow", Effect.READS, Output.items(Number.class), (_, _) -> new Stream<>(reader -> {
                for (int i = 0; i < 1_000_000; i++) {
                    reader.accept(new Number(i));
                    produced.incrementAndGet();
                }
            })),
            op("file", Effect.READS, Output.bytes("text/plain"), (_, _) -> new ByteStream("a.txt", out -> {
                for (int i = 0; i < 100_000; i++) {
                    out.write("0123456789".getBytes(StandardCharsets.US_ASCII));
                }
            })),
            new Sample<>(OperationName.of("absent"), Effect.READS, NOTHING, Output.value(Number.class),
                Probe.unavailable(Text.same("no GPU"), "lspci shows none", Text.same("buy one")), (_, _) -> new Number(0))))));
    }

    private Tasks open() {
        tasks = new Tasks("test", new Host("testhost", Path.of("/"), 0), catalog(), () -> {
            throw new AssertionError("nothing here changes anything");
        }, TaskLog.open(directory), Clock.systemUTC());
        return tasks;
    }

    @AfterEach
    void close() {
        release.countDown();
        if (tasks != null) {
            tasks.close();
        }
    }

    private TaskId start(String name, Actor actor) {
        return tasks.start(OperationName.of(name), new Nothing(), actor, Mode.RUN);
    }

    private List<TaskEvent> all(TaskId id) throws InterruptedException {
        List<TaskEvent> events = new ArrayList<>();
        tasks.follow(id, events::add);
        return events;
    }

    private TaskEvent.Ended end(TaskId id) throws InterruptedException {
        return assertInstanceOf(TaskEvent.Ended.class, all(id).getLast());
    }

    @Test
    void aTaskTellsItsStepsAndItsResultToWhoeverComesLater() throws Exception {
        open();
        TaskId id = start("give", ADMIN);
        for (int reader = 0; reader < 2; reader++) {
            List<TaskEvent> events = all(id);
            assertInstanceOf(TaskEvent.Step.class, events.getFirst());
            TaskEvent.Ended end = assertInstanceOf(TaskEvent.Ended.class, events.getLast());
            assertEquals(TaskState.DONE, end.state());
            assertEquals(Optional.of(new Number(42)), end.output());
            assertTrue(events.stream().anyMatch(e -> e instanceof TaskEvent.Amount a && a.total() == 2));
        }
        assertEquals(List.of(TaskState.DONE), tasks.tasks(0, 10).stream().map(TaskSummary::state).toList());
    }

    @Test
    void findingsAreAnEndOfTheirOwn() throws Exception {
        open();
        assertEquals(TaskState.FINDINGS, end(start("find", ADMIN)).state());
    }

    @Test
    void anUnexpectedExceptionBecomesOneSentence() throws Exception {
        open();
        TaskEvent.Ended end = end(start("break", ADMIN));
        assertEquals(TaskState.FAILED, end.state());
        assertEquals("the roof is off", end.problem().orElseThrow().message().en());
    }

    @Test
    void whatIsNotAvailableSaysWhyBeforeAnythingHappens() {
        open();
        OperationException e = assertThrows(OperationException.class, () -> start("absent", ADMIN));
        assertEquals(OperationException.Kind.UNAVAILABLE, e.kind());
        assertEquals("no GPU (lspci shows none); buy one", e.getMessage());
        assertEquals(List.of(), tasks.tasks(0, 10));
    }

    @Test
    void aViewerMayOnlyRead() throws Exception {
        open();
        assertEquals(TaskState.DONE, end(start("give", VIEWER)).state());
        for (String name : List.of("wait", "keys")) {
            assertEquals(OperationException.Kind.FORBIDDEN,
                assertThrows(OperationException.class, () -> start(name, VIEWER)).kind());
        }
    }

    @Test
    void anAssistantsChangeWaitsForAPerson() throws Exception {
        open();
        TaskId id = start("wait", ASSISTANT);
        assertEquals(TaskState.PROPOSED, tasks.task(id).orElseThrow().state());
        assertEquals(OperationException.Kind.FORBIDDEN,
            assertThrows(OperationException.class, () -> tasks.approve(id, ASSISTANT)).kind());
        release.countDown();
        tasks.approve(id, ADMIN);
        assertEquals(TaskState.DONE, end(id).state());
        assertEquals(Optional.of("root"), tasks.task(id).orElseThrow().decidedBy());
        assertThrows(OperationException.class, () -> tasks.approve(id, ADMIN));
        assertThrows(OperationException.class, () -> start("keys", ASSISTANT));
    }

    @Test
    void aDeclinedProposalNeverRuns() throws Exception {
        open();
        TaskId id = start("wait", ASSISTANT);
        tasks.stop(id, ADMIN);
        assertEquals(TaskState.STOPPED, end(id).state());
        assertThrows(OperationException.class, () -> tasks.approve(id, ADMIN));
    }

    @Test
    void aStoppedTaskSaysWhoStoppedIt() throws Exception {
        open();
        TaskId id = start("wait", ADMIN);
        tasks.stop(id, ADMIN);
        TaskEvent.Ended end = end(id);
        assertEquals(TaskState.STOPPED, end.state());
        assertEquals("stopped by root", end.problem().orElseThrow().message().en());
    }

    @Test
    void aStreamWaitsForItsSlowReaderAndEndsWhenItLeaves() throws Exception {
        open();
        TaskId id = start("flow", ADMIN);
        AtomicInteger read = new AtomicInteger();
        assertThrows(IllegalStateException.class, () -> tasks.follow(id, event -> {
            if (read.incrementAndGet() == 10) {
                throw new IllegalStateException("the reader leaves");
            }
        }));
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        while (!tasks.task(id).orElseThrow().state().ended() && System.nanoTime() < until) {
            Thread.sleep(10);
        }
        assertEquals(TaskState.STOPPED, tasks.task(id).orElseThrow().state());
        assertTrue(produced.get() <= 10 + 2 * Task.FLOW_MAX, "produced " + produced.get());
    }

    @Test
    void bytesArriveWholeAndInOrder() throws Exception {
        open();
        TaskId id = start("file", ADMIN);
        java.io.ByteArrayOutputStream got = new java.io.ByteArrayOutputStream();
        tasks.follow(id, event -> {
            if (event instanceof TaskEvent.Chunk(byte[] bytes)) {
                got.writeBytes(bytes);
            }
        });
        assertEquals("0123456789".repeat(100_000), got.toString(StandardCharsets.US_ASCII));
    }

    @Test
    void afterACrashWhatRanReadsInterrupted() throws Exception {
        open();
        TaskId id = start("wait", ADMIN);
        Path crashed = Files.createDirectory(directory.resolve("crashed"));
        Files.copy(directory.resolve("tasks.jsonl"), crashed.resolve("tasks.jsonl"));
        Files.writeString(crashed.resolve("tasks.jsonl"), "{\"sequence\":2,\"id\":\"t-0", StandardOpenOption.APPEND);
        try (Tasks again = new Tasks("test", new Host("testhost", Path.of("/"), 0), catalog(), () -> {
            throw new AssertionError();
        }, TaskLog.open(crashed), Clock.systemUTC())) {
            TaskSummary task = again.task(id).orElseThrow();
            assertEquals(TaskState.INTERRUPTED, task.state());
            assertEquals(2, task.sequence());
        }
    }

    @Test
    void aLogOfANewerVersionIsRefusedInOneLine() throws Exception {
        Files.writeString(directory.resolve("tasks.jsonl"), "{\"format\":\"anole-tasks\",\"version\":2}\n");
        OperationException e = assertThrows(OperationException.class, () -> TaskLog.open(directory));
        assertTrue(e.getMessage().contains("newer Anole (version 2)"), e.getMessage());
    }

    @Test
    void aServicesReadsLeaveNoTraceInTheLogAndCanStillBeFollowed() throws Exception {
        open();
        TaskId id = start("give", new Actor("console", Role.ADMIN, Door.SERVICE));
        assertEquals(TaskState.DONE, end(id).state());
        assertEquals(TaskState.DONE, tasks.task(id).orElseThrow().state());
        assertEquals(List.of(), tasks.tasks(0, 10));
    }

    @Test
    void theLogForgetsTheOldestAndKeepsItsSize() throws Exception {
        open();
        TaskId first = start("give", ADMIN);
        end(first);
        for (int i = 0; i < TaskLog.KEPT + 20; i++) {
            end(start("give", ADMIN));
        }
        assertFalse(tasks.task(first).isPresent());
        assertEquals(TaskLog.KEPT, tasks.tasks(0, Integer.MAX_VALUE).size());
    }
}
