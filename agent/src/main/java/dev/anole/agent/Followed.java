package dev.anole.agent;

import dev.anole.operation.Catalog;
import dev.anole.operation.InvalidValue;
import dev.anole.operation.Json;
import dev.anole.operation.Operation;
import dev.anole.operation.OperationException;
import dev.anole.operation.Output;
import dev.anole.operation.Shape;
import dev.anole.operation.TaskEvent;
import dev.anole.operation.TaskId;
import dev.anole.operation.Text;
import java.nio.channels.ClosedByInterruptException;
import java.util.Optional;
import java.util.function.Consumer;

/** A task of another process as its follower hears it: frames are made events again, by the shapes of its operation. */
final class Followed {
    private final Line line;
    private final Catalog catalog;
    private final TaskId task;

    Followed(Line line, Catalog catalog, TaskId task) {
        this.line = line;
        this.catalog = catalog;
        this.task = task;
    }

    void tell(Consumer<? super TaskEvent> reader) throws InterruptedException {
        try {
            line.send(Call.frame(new Call.Follow(task)));
            if (!(line.reply() instanceof Reply.Following(var name))) {
                throw new WireException("an answer to another call than follow");
            }
            Operation<?, ?> operation = catalog.find(name).orElseThrow(() -> new OperationException(
                OperationException.Kind.CONFLICT,
                Text.of("task " + task + " runs \"" + name + "\", which this version of Anole does not know",
                    "任务 " + task + " 运行的“" + name + "”是此版本 Anole 不认识的操作"),
                Text.of("use the Anole that the agent was started from", "请使用启动代理的那个版本的 Anole")));
            line.patient();
            events(operation, reader);
        } catch (Line.Lost e) {
            if (e.getCause() instanceof ClosedByInterruptException) {
                Thread.interrupted();
                throw new InterruptedException("the follower of " + task + " was interrupted");
            }
            throw line.gone(e);
        } catch (WireException | InvalidValue e) {
            throw OperationException.failed(
                Text.of("the agent's account of task " + task + " is not understood: " + e.getMessage(),
                    "无法理解代理关于任务 " + task + " 的消息：" + e.getMessage()),
                Text.of("use the Anole that the agent was started from", "请使用启动代理的那个版本的 Anole"), e);
        }
    }

    private void events(Operation<?, ?> operation, Consumer<? super TaskEvent> reader) {
        Optional<Record> output = Optional.empty();
        while (true) {
            Frame frame = line.next();
            switch (frame.kind()) {
                case BYTES -> reader.accept(new TaskEvent.Chunk(frame.payload()));
                case RECORD -> {
                    switch (operation.output()) {
                        case Output.Value<?>(Shape<?> shape) -> output = Optional.of(Json.read(shape, frame.text(), Json.Unknown.SKIP));
                        case Output.Items<?>(Shape<?> shape) ->
                            reader.accept(new TaskEvent.Item(Json.read(shape, frame.text(), Json.Unknown.SKIP)));
                        case Output.Bytes _ -> throw new WireException("a record where bytes belong");
                    }
                }
                case MESSAGE -> {
                    switch (Reply.of(frame)) {
                        case Reply.Step(TaskEvent.Step step) -> reader.accept(step);
                        case Reply.Amount(TaskEvent.Amount amount) -> reader.accept(amount);
                        case Reply.Logged(TaskEvent.Logged logged) -> reader.accept(logged);
                        case Reply.Refused refused -> throw refused.problem().toException();
                        case Reply.Ended ended -> {
                            reader.accept(new TaskEvent.Ended(ended.state(), ended.at(), output, ended.problem()));
                            return;
                        }
                        case Reply.Greeted _, Reply.Probed _, Reply.Started _, Reply.Listed _, Reply.Done _,
                             Reply.Following _ -> throw new WireException("an answer that belongs to another call");
                    }
                }
            }
        }
    }
}
