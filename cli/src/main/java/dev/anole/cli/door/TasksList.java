package dev.anole.cli.door;

import dev.anole.operation.Agent;
import dev.anole.operation.Context;
import dev.anole.operation.Described;
import dev.anole.operation.Effect;
import dev.anole.operation.Operation;
import dev.anole.operation.OperationName;
import dev.anole.operation.Output;
import dev.anole.operation.Shape;
import dev.anole.operation.TaskLog;
import dev.anole.operation.TaskState;
import dev.anole.operation.TaskSummary;
import dev.anole.operation.Text;
import dev.anole.operation.View;
import dev.anole.operation.Viewed;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The tasks of this host, the newest first. */
public final class TasksList implements Operation<TasksList.Input, TasksList.Found> {
    private final Supplier<Agent> agent;

    TasksList(Supplier<Agent> agent) {
        this.agent = agent;
    }

    /** Which ones. */
    public record Input(
        @Described(en = "only tasks in this state", zh = "只列出此状态的任务") Optional<TaskState> state,
        @Described(en = "how many at most", zh = "最多列出多少", byDefault = "50", min = 1, max = TaskLog.KEPT) int limit) {
    }

    /** The tasks. */
    public record Found(@Described(en = "tasks", zh = "任务") List<TaskLine> tasks) implements Viewed {
        public Found {
            tasks = List.copyOf(tasks);
        }

        @Override
        public View view() {
            return tasks.isEmpty()
                ? new View.Sentence(Text.of("No tasks yet: the first is one command away, see anole --help", "还没有任务：参见 anole --help"))
                : new View.Rows<>(Shape.of(TaskLine.class), tasks);
        }
    }

    @Override
    public OperationName name() {
        return OperationName.of("tasks list");
    }

    @Override
    public Text summary() {
        return Text.of("Tasks on this host, the newest first", "此主机上的任务，最新的在前");
    }

    @Override
    public Effect effect() {
        return Effect.READS;
    }

    @Override
    public Shape<Input> input() {
        return Shape.of(Input.class);
    }

    @Override
    public Output<Found> output() {
        return Output.value(Found.class);
    }

    @Override
    public Found run(Input input, Context context) {
        List<TaskSummary> all = agent.get().tasks(0, TaskLog.KEPT);
        return new Found(all.reversed().stream()
            .filter(t -> !t.id().equals(context.task()) && Visible.visible(context.actor(), t))
            .filter(t -> input.state().isEmpty() || t.state() == input.state().get())
            .limit(input.limit()).map(TaskLine::of).toList());
    }
}
