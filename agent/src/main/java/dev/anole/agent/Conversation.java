package dev.anole.agent;

import dev.anole.operation.Actor;
import dev.anole.operation.Agent;
import dev.anole.operation.Catalog;
import dev.anole.operation.Door;
import dev.anole.operation.InvalidValue;
import dev.anole.operation.Json;
import dev.anole.operation.Operation;
import dev.anole.operation.OperationException;
import dev.anole.operation.Problem;
import dev.anole.operation.Shape;
import dev.anole.operation.TaskId;
import dev.anole.operation.TaskSummary;
import dev.anole.operation.Text;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** The agent's side of one connection: greets, and answers calls one after the other until the caller leaves. */
final class Conversation {
    /**
     * Largest frame of a caller, in bytes: a file of {@link dev.anole.operation.Change#FILE_BYTES_MAX} as JSON. The agent's
     * own may have {@link Frame#LENGTH_MAX}.
     */
    static final int CALL_LENGTH_MAX = 8 << 20;
    /** Tasks that one call lists, however many it asks for. */
    static final int LIST_MAX = 1000;
    /** Frames up to this many bytes are read at once; larger ones one after the other, whoever sends them. */
    private static final int SMALL_BYTES = 64 << 10;
    private static final Semaphore LARGE_FRAMES = new Semaphore(1);

    private final Connection connection;
    private final Agent agent;
    private final Catalog catalog;

    Conversation(Connection connection, Agent agent, Catalog catalog) {
        this.connection = connection;
        this.agent = agent;
        this.catalog = catalog;
    }

    /** Listens to the greeting, whatever it is, so that the answer is not lost with it; tells why; and that is all. */
    static void refuse(Connection connection, Problem why) {
        try {
            connection.read(Wire.HELLO_BYTES_MAX);
            connection.write(Frame.message(Json.write(Wire.Welcome.refused(why))));
        } catch (IOException | WireException e) {
            // It has not waited for the answer.
        }
    }

    /** Speaks until the caller has left. */
    void hold(Peers.Standing standing) throws IOException {
        try {
            Optional<Speaker> speaker = greet(standing);
            if (speaker.isPresent()) {
                answerAll(speaker.get());
            }
        } catch (WireException e) {
            // One line for whoever can still read it; the language is lost, so the connection ends.
            connection.write(Reply.frame(new Reply.Refused(new Problem(OperationException.Kind.USAGE,
                Text.of("the agent did not understand: " + e.getMessage(), "代理无法理解：" + e.getMessage()), Text.same("")))));
        }
    }

    private Optional<Speaker> greet(Peers.Standing standing) throws IOException {
        Optional<Frame> first = connection.read(Wire.HELLO_BYTES_MAX);
        if (first.isEmpty()) {
            return Optional.empty();
        }
        Wire.Hello hello = Wire.greeting(Shape.of(Wire.Hello.class), first.get());
        Optional<Integer> version = Wire.SPOKEN.agree(hello.versions());
        if (version.isEmpty()) {
            connection.write(Frame.message(Json.write(Wire.Welcome.refused(Wire.SPOKEN.refusal(hello.versions())))));
            return Optional.empty();
        }
        Speaker speaker = new Speaker(standing, hello.door());
        try {
            speaker.check();
        } catch (OperationException e) {
            connection.write(Frame.message(Json.write(Wire.Welcome.refused(Problem.of(e)))));
            return Optional.empty();
        }
        connection.write(Frame.message(Json.write(new Wire.Welcome(version.get(), Optional.empty()))));
        return Optional.of(speaker);
    }

    private void answerAll(Speaker speaker) throws IOException {
        boolean more = true;
        while (more) {
            connection.within(Wire.IDLE_SECONDS_MAX);
            Optional<Frame> frame = connection.read(CALL_LENGTH_MAX);
            if (frame.isEmpty()) {
                return;
            }
            Call call = Call.of(frame.get());
            connection.unhurried();
            try {
                more = answer(call, speaker);
            } catch (OperationException e) {
                say(new Reply.Refused(Problem.of(e)));
            } catch (InvalidValue e) {
                say(new Reply.Refused(Problem.of(e.toException())));
            } catch (WireException | UncheckedIOException e) {
                throw e;
            } catch (RuntimeException e) {
                System.getLogger(Conversation.class.getName()).log(System.Logger.Level.ERROR, "a call to the agent failed", e);
                say(new Reply.Refused(new Problem(OperationException.Kind.FAILED,
                    Text.of("the agent failed: " + e, "代理出错：" + e), Text.of("see its log", "请查看它的日志"))));
            }
        }
    }

    /** @return whether another call may follow on this connection */
    private boolean answer(Call call, Speaker speaker) throws IOException {
        switch (call) {
            case Call.Greet _ -> say(new Reply.Greeted(agent.greeting()));
            case Call.ListProbes _ -> {
                for (Agent.Probed probed : agent.probes()) {
                    say(new Reply.Probed(probed));
                }
                say(new Reply.Done());
            }
            case Call.Start start -> start(start, speaker);
            case Call.Follow(TaskId task) -> {
                TaskSummary summary = visible(task, speaker);
                new Following(connection, agent, summary.id()).tell(summary.operation());
                return false;
            }
            case Call.ListTasks(long after, int limit) -> {
                for (TaskSummary task : agent.tasks(after, Math.clamp(limit, 0, LIST_MAX))) {
                    if (maySee(task, speaker)) {
                        say(new Reply.Listed(task));
                    }
                }
                say(new Reply.Done());
            }
            case Call.FindTask(TaskId id) -> {
                Optional<TaskSummary> task = agent.task(id).filter(t -> maySee(t, speaker));
                if (task.isPresent()) {
                    say(new Reply.Listed(task.get()));
                }
                say(new Reply.Done());
            }
            case Call.Stop(TaskId task, Actor actor) -> {
                agent.stop(task, speaker.admit(actor));
                say(new Reply.Done());
            }
            case Call.Approve(TaskId task, Actor actor) -> {
                agent.approve(task, speaker.admit(actor));
                say(new Reply.Done());
            }
        }
        return true;
    }

    private void start(Call.Start start, Speaker speaker) throws IOException {
        // The input is read whatever is wrong with the call, so that the next frame is the next call.
        connection.within(Wire.FRAME_SECONDS_MAX);
        FrameReader.Header header = connection.header(CALL_LENGTH_MAX)
            .orElseThrow(() -> new WireException("the end where the input of " + start.operation() + " belongs"));
        boolean large = header.payloadBytes() > SMALL_BYTES;
        if (large) {
            LARGE_FRAMES.acquireUninterruptibly();
        }
        TaskId task;
        try {
            String json = connection.payload(header).text(Frame.Kind.RECORD);
            connection.unhurried();
            Actor actor = speaker.admit(start.actor());
            Operation<?, ?> operation = catalog.get(start.operation());
            Record input = Json.read(operation.input(), json, Json.Unknown.REFUSE);
            task = agent.start(start.operation(), input, actor, start.mode());
        } finally {
            if (large) {
                LARGE_FRAMES.release();
            }
        }
        say(new Reply.Started(task));
    }

    /** An assistant never meets what shows secrets, not even as somebody else's task. */
    private static boolean maySee(TaskSummary task, Speaker speaker) {
        return speaker.door() != Door.ASSISTANT || task.effect().visibleToAssistant();
    }

    private TaskSummary visible(TaskId id, Speaker speaker) {
        return agent.task(id).filter(t -> maySee(t, speaker)).orElseThrow(() -> OperationException.notFound(
            Text.of("there is no task " + id, "没有任务 " + id), Text.of("see anole tasks list", "参见 anole tasks list")));
    }

    private void say(Reply reply) throws IOException {
        connection.write(Reply.frame(reply));
    }
}
