package dev.anole.cli.door;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.anole.operation.Actor;
import dev.anole.operation.Catalog;
import dev.anole.operation.Door;
import dev.anole.operation.Host;
import dev.anole.operation.Mode;
import dev.anole.operation.Operation;
import dev.anole.operation.OperationName;
import dev.anole.operation.Role;
import dev.anole.operation.TaskEvent;
import dev.anole.operation.TaskId;
import dev.anole.operation.TaskLog;
import dev.anole.operation.TaskState;
import dev.anole.operation.Tasks;
import dev.anole.operation.View;
import dev.anole.operation.journal.ChangesRoom;
import dev.anole.operation.journal.FileJournal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TasksApproveTest {
    private static final Actor PERSON = new Actor("alice", Role.OPERATOR, Door.CLI);
    private static final Actor VIEWER = new Actor("victor", Role.VIEWER, Door.CONSOLE);
    private static final Actor ASSISTANT = new Actor("helper for alice", Role.ADMIN, Door.ASSISTANT);

    @TempDir
    private Path scratch;
    private Path file;
    private FileJournal journal;
    private Tasks tasks;
    private Catalog catalog;

    @BeforeEach
    void makeHost() throws IOException {
        // What not everybody may read is not shown in reports.
        Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxr-xr-x"));
        file = Files.writeString(scratch.resolve("app.conf"), "workers = 4\n");
        List<Tasks> here = new ArrayList<>();
        catalog = new Catalog(List.of(ChangesRoom.room(), DoorsRoom.room(here::getFirst, () -> catalog, () -> {
            throw new IllegalStateException("no configuration in this test");
        }, Optional::empty)));
        Host host = Host.local();
        journal = FileJournal.at(scratch.resolve("journal"), host, Clock.systemUTC());
        tasks = new Tasks("test", host, catalog, () -> journal, TaskLog.inMemory(), Clock.systemUTC());
        here.add(tasks);
    }

    @AfterEach
    void close() {
        tasks.close();
        journal.close();
    }

    private TaskId propose() {
        Operation<?, ?> set = catalog.get(OperationName.of("file set"));
        return tasks.start(set.name(), set.input().parse(Map.of("path", List.of(file.toString()), "set", List.of("workers=8"))), ASSISTANT, Mode.RUN);
    }

    private TaskEvent.Ended run(String operation, TaskId about, Actor actor, Mode mode) throws InterruptedException {
        List<TaskEvent> events = new ArrayList<>();
        tasks.follow(tasks.start(OperationName.of(operation), new TaskReference(about.value()), actor, mode), events::add);
        return (TaskEvent.Ended) events.getLast();
    }

    private TaskState ended(TaskId task) throws InterruptedException {
        for (int i = 0; i < 200 && !tasks.task(task).orElseThrow().state().ended(); i++) {
            Thread.sleep(20);
        }
        return tasks.task(task).orElseThrow().state();
    }

    @Test
    void whoApprovesSeesBeforeWhatWouldChange() throws Exception {
        TaskId proposal = propose();
        TaskAccount account = (TaskAccount) run("tasks approve", proposal, PERSON, Mode.PREVIEW).output().orElseThrow();
        assertEquals(List.of("workers = 4", "workers = 8"), account.preview().orElseThrow().targets().getFirst().lines().stream()
            .filter(l -> l.mark() != View.Mark.SAME).map(l -> l.text()).toList());
        assertEquals("workers = 4\n", Files.readString(file));
        assertEquals(TaskState.PROPOSED, tasks.task(proposal).orElseThrow().state());

        run("tasks approve", proposal, PERSON, Mode.RUN);
        assertEquals(TaskState.DONE, ended(proposal));
        assertEquals("workers = 8\n", Files.readString(file));
        assertEquals(Optional.of("alice"), tasks.task(proposal).orElseThrow().decidedBy());
    }

    @Test
    void neitherAViewerNorAnAssistantApproves() throws Exception {
        TaskId proposal = propose();
        assertTrue(org.junit.jupiter.api.Assertions.assertThrows(dev.anole.operation.OperationException.class,
            () -> run("tasks approve", proposal, VIEWER, Mode.RUN)).getMessage().contains("needs the role operator"));
        TaskId asked = tasks.start(OperationName.of("tasks approve"), new TaskReference(proposal.value()), ASSISTANT, Mode.RUN);
        assertEquals(TaskState.PROPOSED, tasks.task(asked).orElseThrow().state());
        tasks.approve(asked, PERSON);
        assertEquals(TaskState.FAILED, ended(asked));
        assertEquals(TaskState.PROPOSED, tasks.task(proposal).orElseThrow().state());
        assertEquals("workers = 4\n", Files.readString(file));
    }

    @Test
    void whatIsDeclinedIsNeverDone() throws Exception {
        TaskId proposal = propose();
        run("tasks stop", proposal, PERSON, Mode.RUN);
        assertEquals(TaskState.STOPPED, ended(proposal));
        assertEquals("workers = 4\n", Files.readString(file));
        assertTrue(run("tasks approve", proposal, PERSON, Mode.RUN).problem().isPresent());
    }
}
