package dev.anole.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.anole.operation.Agent;
import dev.anole.operation.Door;
import dev.anole.operation.Mode;
import dev.anole.operation.OperationException;
import dev.anole.operation.OperationName;
import dev.anole.operation.Probe;
import dev.anole.operation.Secret;
import dev.anole.operation.TaskEvent;
import dev.anole.operation.TaskId;
import dev.anole.operation.TaskState;
import dev.anole.operation.TaskSummary;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RemoteAgentTest {
    private Fixture fixture;
    private RemoteAgent remote;

    @BeforeEach
    void start() throws IOException {
        fixture = new Fixture().started();
        remote = fixture.remote();
    }

    @AfterEach
    void stop() {
        remote.close();
        fixture.close();
    }

    private List<TaskEvent> follow(Agent agent, TaskId task) throws InterruptedException {
        List<TaskEvent> events = new ArrayList<>();
        agent.follow(task, events::add);
        return events;
    }

    private TaskId start(String operation, Record input) {
        return remote.start(OperationName.of(operation), input, Fixture.PERSON, Mode.RUN);
    }

    @Test
    void aTaskTellsTheSameThroughTheSocketAsInItsProcess() throws Exception {
        TaskId task = start("do echo", new Fixture.Words("龙蜥", 3));
        List<TaskEvent> there = follow(remote, task);
        assertEquals(follow(fixture.tasks, task), there);
        TaskEvent.Ended end = assertInstanceOf(TaskEvent.Ended.class, there.getLast());
        assertEquals(new Fixture.Said("龙蜥龙蜥龙蜥"), end.output().orElseThrow());
        assertTrue(there.contains(new TaskEvent.Amount(1, 3, "times")), () -> there.toString());
    }

    @Test
    void theGreetingTheProbesAndTheTasksAreTheAgentsOwn() throws Exception {
        assertEquals(fixture.tasks.greeting(), remote.greeting());
        assertEquals(fixture.tasks.probes(), remote.probes());
        assertEquals(Probe.available(), remote.probes().getFirst().probe());
        TaskId task = start("do echo", new Fixture.Words("x", 1));
        follow(remote, task);
        assertEquals(fixture.tasks.task(task), remote.task(task));
        assertEquals(fixture.tasks.tasks(0, 100), remote.tasks(0, 100));
        assertEquals(List.of(), remote.tasks(Long.MAX_VALUE, 100));
        assertTrue(remote.task(TaskId.random()).isEmpty());
    }

    @Test
    void aSecretArrivesAndIsNowhereElse() throws Exception {
        TaskId task = start("secret length", new Fixture.Login("root", Secret.of("hunter2")));
        assertEquals(new Fixture.Said("root:7"), ((TaskEvent.Ended) follow(remote, task).getLast()).output().orElseThrow());
        TaskSummary told = remote.task(task).orElseThrow();
        assertFalse(told.toString().contains("hunter2"), told::toString);
    }

    @Test
    void aRefusalIsTheSameSentenceThere() {
        OperationException e = assertThrows(OperationException.class,
            () -> remote.start(OperationName.of("do nothing-known"), new Fixture.None(), Fixture.PERSON, Mode.RUN));
        assertEquals(OperationException.Kind.NOT_FOUND, e.kind());
        assertEquals("there is no operation \"do nothing-known\"; see anole --help", e.getMessage());
        OperationException bad = assertThrows(OperationException.class, () -> start("do echo", new Fixture.Words("x", 0)));
        assertEquals(OperationException.Kind.USAGE, bad.kind());
        assertTrue(bad.getMessage().startsWith("times: 0 is not"), bad::getMessage);
        assertThrows(OperationException.class, () -> follow(remote, TaskId.random()));
    }

    @Test
    void aFailureCarriesItsReasonAndItsRemedy() throws Exception {
        TaskEvent.Ended end = (TaskEvent.Ended) follow(remote, start("do fail", new Fixture.None())).getLast();
        assertEquals(TaskState.FAILED, end.state());
        assertEquals("try another one", end.problem().orElseThrow().remedy().en());
        assertEquals("换一个试试", end.problem().orElseThrow().remedy().zh());
    }

    @Test
    void aFollowerWhoLeavesEndsItsStream() throws Exception {
        TaskId task = start("do count", new Fixture.None());
        List<TaskEvent> seen = new ArrayList<>();
        assertThrows(IllegalStateException.class, () -> remote.follow(task, e -> {
            seen.add(e);
            if (seen.size() == 3) {
                throw new IllegalStateException("enough");
            }
        }));
        assertEquals(new TaskEvent.Item(new Fixture.Said("n0")), seen.getFirst());
        assertTrue(fixture.counted.await(10, TimeUnit.SECONDS), "the producer goes on");
        awaitState(task, TaskState.STOPPED);
    }

    @Test
    void anInterruptedFollowerLeaves() throws Exception {
        TaskId task = start("do count", new Fixture.None());
        AtomicReference<Throwable> end = new AtomicReference<>();
        CountDownLatch first = new CountDownLatch(1);
        Thread follower = Thread.ofPlatform().start(() -> {
            try {
                remote.follow(task, _ -> first.countDown());
            } catch (Throwable e) {
                end.set(e);
            }
        });
        first.await();
        follower.interrupt();
        follower.join();
        assertInstanceOf(InterruptedException.class, end.get());
        assertTrue(fixture.counted.await(10, TimeUnit.SECONDS));
    }

    @Test
    void aValueTaskGoesOnWhenItsFollowerLeaves() throws Exception {
        TaskId task = start("do wait", new Fixture.None());
        assertThrows(IllegalStateException.class, () -> remote.follow(task, _ -> {
            throw new IllegalStateException("leaves at the first step");
        }));
        assertEquals(TaskState.RUNNING, remote.task(task).orElseThrow().state());
        fixture.release.countDown();
        assertEquals(new Fixture.Said("waited"), ((TaskEvent.Ended) follow(remote, task).getLast()).output().orElseThrow());
    }

    @Test
    void bytesComeAsTheyAre() throws Exception {
        TaskId task = start("do pour", new Fixture.Words("0123456789abcdef", 1 << 16));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        remote.follow(task, e -> {
            if (e instanceof TaskEvent.Chunk(byte[] bytes)) {
                out.writeBytes(bytes);
            }
        });
        assertEquals("0123456789abcdef".repeat(1 << 16), out.toString(java.nio.charset.StandardCharsets.US_ASCII));
    }

    @Test
    void anOutputLargerThanAFrameIsRefusedInOneLine() throws Exception {
        TaskEvent.Ended end = (TaskEvent.Ended) follow(remote, start("do echo", new Fixture.Words("x", 17 << 20))).getLast();
        assertTrue(end.output().isEmpty());
        assertTrue(end.problem().orElseThrow().message().en().startsWith("the output is too large to be passed on"));
    }

    @Test
    void aStoppedTaskHasStopped() throws Exception {
        TaskId task = start("do wait", new Fixture.None());
        remote.stop(task, Fixture.PERSON);
        assertEquals(TaskState.STOPPED, ((TaskEvent.Ended) follow(remote, task).getLast()).state());
    }

    @Test
    void anAssistantProposesAndNeverApproves() throws Exception {
        try (RemoteAgent assistant = RemoteAgent.at(fixture.data, fixture.catalog, Door.ASSISTANT)) {
            TaskId task = assistant.start(OperationName.of("do change"), new Fixture.Words("x", 1), Fixture.ASSISTANT, Mode.RUN);
            assertEquals(TaskState.PROPOSED, assistant.task(task).orElseThrow().state());
            assertThrows(OperationException.class, () -> assistant.approve(task, Fixture.ASSISTANT));
            OperationException disguised = assertThrows(OperationException.class, () -> assistant.approve(task, Fixture.PERSON));
            assertEquals("a connection that came in as ASSISTANT may not act as CLI", disguised.getMessage());
            remote.approve(task, Fixture.PERSON);
            assertEquals(TaskState.DONE, ((TaskEvent.Ended) follow(assistant, task).getLast()).state());
        }
    }

    @Test
    void anAssistantMeetsNoSecretsAsSomebodyElsesTask() throws Exception {
        TaskId task = start("do peek", new Fixture.Words("key", 1));
        follow(remote, task);
        try (RemoteAgent assistant = RemoteAgent.at(fixture.data, fixture.catalog, Door.ASSISTANT)) {
            assertTrue(assistant.task(task).isEmpty());
            assertEquals(List.of(), assistant.tasks(0, 10));
            assertThrows(OperationException.class, () -> follow(assistant, task));
        }
    }

    @Test
    void whatIsNotRecordedCanBeFollowedAsWell() throws Exception {
        try (RemoteAgent console = RemoteAgent.at(fixture.data, fixture.catalog, Door.CONSOLE)) {
            TaskId task = console.start(OperationName.of("do count"), new Fixture.None(),
                new dev.anole.operation.Actor("console", dev.anole.operation.Role.VIEWER, Door.SERVICE), Mode.RUN);
            assertThrows(IllegalStateException.class, () -> console.follow(task, e -> {
                assertInstanceOf(TaskEvent.Item.class, e);
                throw new IllegalStateException("seen");
            }));
        }
    }

    @Test
    void anAgentThatHasRestartedIsFoundAgain() {
        assertEquals("test", remote.greeting().version());
        fixture.server.close();
        OperationException gone = assertThrows(OperationException.class, remote::greeting);
        assertTrue(gone.getMessage().endsWith("start one with anole up"), gone::getMessage);
        fixture.started();
        assertEquals("test", remote.greeting().version());
    }

    @Test
    void findSaysWhetherSomebodyAnswers() {
        try (RemoteAgent found = RemoteAgent.find(fixture.data, fixture.catalog, Door.CLI).orElseThrow()) {
            assertEquals("test", found.greeting().version());
        }
        fixture.server.close();
        assertTrue(RemoteAgent.find(fixture.data, fixture.catalog, Door.CLI).isEmpty());
    }

    @Test
    void manyCallersAtOnceGetTheirOwnAnswers() throws Exception {
        List<Thread> callers = new ArrayList<>();
        List<Throwable> wrong = java.util.Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < 20; i++) {
            String text = "caller " + i + " ";
            callers.add(Thread.ofVirtual().start(() -> {
                try {
                    for (int n = 0; n < 10; n++) {
                        TaskEvent.Ended end = (TaskEvent.Ended) follow(remote, start("do echo", new Fixture.Words(text, 2))).getLast();
                        assertEquals(new Fixture.Said(text + text), end.output().orElseThrow());
                        assertEquals("test", remote.greeting().version());
                    }
                } catch (Throwable e) {
                    wrong.add(e);
                }
            }));
        }
        for (Thread caller : callers) {
            caller.join();
        }
        assertEquals(List.of(), wrong);
    }

    private void awaitState(TaskId task, TaskState state) throws InterruptedException {
        for (int i = 0; i < 200 && remote.task(task).orElseThrow().state() != state; i++) {
            Thread.sleep(20);
        }
        assertEquals(state, remote.task(task).orElseThrow().state());
    }
}
