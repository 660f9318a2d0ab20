package dev.anole.cli;

import dev.anole.operation.Actor;
import dev.anole.operation.Agent;
import dev.anole.operation.InvalidValue;
import dev.anole.operation.Json;
import dev.anole.operation.Operation;
import dev.anole.operation.OperationException;
import dev.anole.operation.Output;
import dev.anole.operation.TaskEvent;
import dev.anole.operation.TaskId;
import dev.anole.operation.TaskState;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One call of a tool under way: starts the task, waits for what a person or the task decides, and makes the result. */
final class McpCall {
    /** Items of a stream that one call gives. */
    static final int ITEMS_MAX = 20;
    /** How long a call waits for them, in seconds. */
    static final int ITEMS_SECONDS_MAX = 10;
    /** Bytes of a byte stream that one call gives. */
    static final int BYTES_MAX = 256 << 10;

    private final McpTool tool;
    private final Agent agent;
    private final Actor actor;
    private final Duration patience;
    private final Consumer<String> progress;
    private final CountDownLatch finished = new CountDownLatch(1);
    private final List<String> items = new ArrayList<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private Optional<TaskEvent.Ended> end = Optional.empty();
    private Optional<OperationException> refused = Optional.empty();
    private Optional<TaskId> task = Optional.empty();

    /** Enough has been read of a stream. */
    private static final class Enough extends RuntimeException {
        private static final long serialVersionUID = 1;

        Enough() {
            super(null, null, false, false);
        }
    }

    /**
     * @param patience how long it waits for a person's approval
     * @param progress is told what happens, in words
     */
    McpCall(McpTool tool, Agent agent, Actor actor, Duration patience, Consumer<String> progress) {
        this.tool = tool;
        this.agent = agent;
        this.actor = actor;
        this.patience = patience;
        this.progress = progress;
    }

    /**
     * Does it.
     *
     * @param arguments the input as JSON
     * @throws InterruptedException when the client has cancelled the call; its task is stopped
     */
    McpResult run(String arguments) throws InterruptedException {
        Operation<?, ?> operation = tool.operation();
        TaskId started;
        try {
            Record input = Json.read(operation.input(), arguments, Json.Unknown.REFUSE);
            started = agent.start(operation.name(), input, actor, tool.mode());
        } catch (InvalidValue e) {
            return McpResult.failed("the arguments are not valid: " + e.getMessage());
        } catch (OperationException e) {
            return McpResult.failed(e);
        }
        task = Optional.of(started);
        Thread follower = Thread.ofVirtual().name("follow " + started).start(() -> follow(started));
        try {
            return await(started);
        } catch (InterruptedException e) {
            stop(started);
            throw e;
        } finally {
            follower.interrupt();
        }
    }

    private void stop(TaskId started) {
        try {
            agent.stop(started, actor);
        } catch (OperationException e) {
            // It has ended in the meantime.
        }
    }

    private void follow(TaskId started) {
        try {
            agent.follow(started, this::hear);
        } catch (Enough e) {
            // The stream goes on without us, which is its end.
        } catch (OperationException e) {
            synchronized (this) {
                refused = Optional.of(e);
            }
        } catch (InterruptedException e) {
            // The call is over.
        } finally {
            finished.countDown();
        }
    }

    private synchronized void hear(TaskEvent event) {
        switch (event) {
            case TaskEvent.Step(var name, var _) -> progress.accept(name.en());
            case TaskEvent.Amount(double done, double total, String unit) ->
                progress.accept(total > 0 ? done + " of " + total + " " + unit : done + " " + unit);
            case TaskEvent.Logged _ -> {
                // The log is for persons; what matters is in the output.
            }
            case TaskEvent.Item(Record item) -> {
                items.add(Json.write(item));
                if (items.size() >= ITEMS_MAX) {
                    throw new Enough();
                }
            }
            case TaskEvent.Chunk(byte[] chunk) -> {
                bytes.write(chunk, 0, Math.min(chunk.length, BYTES_MAX - bytes.size()));
                if (bytes.size() >= BYTES_MAX) {
                    throw new Enough();
                }
            }
            case TaskEvent.Ended ended -> end = Optional.of(ended);
        }
    }

    private McpResult await(TaskId started) throws InterruptedException {
        if (!tool.proposes()) {
            boolean stream = !(tool.operation().output() instanceof Output.Value<?>);
            if (stream) {
                finished.await(ITEMS_SECONDS_MAX, TimeUnit.SECONDS);
            } else {
                finished.await();
            }
            return result();
        }
        progress.accept("proposed as task " + started + "; a person approves it in the console or with: anole tasks approve " + started);
        if (finished.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            return result();
        }
        if (agent.task(started).filter(t -> t.state() != TaskState.PROPOSED).isPresent()) {
            finished.await();   // A person has approved: what runs now ends by itself.
            return result();
        }
        String text = "Nothing has been changed yet. The call is proposed as task " + started + " and waits for a person, who approves it in the console or with: "
            + "anole tasks approve " + started + ". Tell the person so; tasks_show with this id tells what became of it.";
        return new McpResult(List.of(text), Optional.of(structure(started, TaskState.PROPOSED, Optional.empty())), Optional.empty(), false);
    }

    private static String structure(TaskId task, TaskState state, Optional<String> output) {
        return RpcWriter.text(to -> {
            to.writeStartObject();
            to.writeStringField("task", task.value());
            to.writeStringField("state", dev.anole.operation.Kind.Choice.nameOf(state));
            if (output.isPresent()) {
                to.writeFieldName("output");
                to.writeRawValue(output.get());
            }
            to.writeEndObject();
        });
    }

    private synchronized McpResult result() {
        if (refused.isPresent()) {
            return McpResult.failed(refused.get());
        }
        if (end.isPresent() && end.get().problem().isPresent()) {
            return McpResult.failed(end.get().problem().get().toException());
        }
        String host = agent.greeting().host();
        return switch (tool.operation().output()) {
            case Output.Value<?> _ -> end.flatMap(TaskEvent.Ended::output).map(output -> {
                String json = Json.write(output);
                return tool.proposes() ? McpResult.output(host, structure(task.orElseThrow(), end.orElseThrow().state(), Optional.of(json)))
                    : McpResult.output(host, json);
            }).orElseGet(() -> McpResult.failed("the task ended without an output: " + end.map(e -> e.state().label().en()).orElse("unknown")));
            case Output.Items<?> _ -> McpResult.output(host, "{\"items\":[" + String.join(",", items) + "]}");
            case Output.Bytes(String mediaType) -> bytes(host, mediaType);
        };
    }

    private McpResult bytes(String host, String mediaType) {
        if (mediaType.startsWith("text/") || mediaType.equals("application/json")) {
            return new McpResult(List.of(McpResult.mark(host), bytes.toString(StandardCharsets.UTF_8)), Optional.empty(), Optional.empty(), false);
        }
        return new McpResult(List.of(McpResult.mark(host)), Optional.empty(), Optional.of(new McpResult.Blob(mediaType, bytes.toByteArray())), false);
    }
}
