package dev.anole.cli.door;

import dev.anole.operation.Agent;
import dev.anole.operation.Context;
import dev.anole.operation.Effect;
import dev.anole.operation.Operation;
import dev.anole.operation.OperationName;
import dev.anole.operation.Output;
import dev.anole.operation.Shape;
import dev.anole.operation.Text;
import java.util.function.Supplier;

/** One task: what was asked, by whom, and what came of it. */
public final class TasksShow implements Operation<TaskReference, TaskAccount> {
    private final Supplier<Agent> agent;

    TasksShow(Supplier<Agent> agent) {
        this.agent = agent;
    }

    @Override
    public OperationName name() {
        return OperationName.of("tasks show");
    }

    @Override
    public Text summary() {
        return Text.of("One task: what was asked, by whom, and what came of it", "一个任务：谁要求了什么，结果如何");
    }

    @Override
    public Effect effect() {
        return Effect.READS;
    }

    @Override
    public Shape<TaskReference> input() {
        return Shape.of(TaskReference.class);
    }

    @Override
    public Output<TaskAccount> output() {
        return Output.value(TaskAccount.class);
    }

    @Override
    public TaskAccount run(TaskReference input, Context context) {
        return TaskAccount.of(Visible.to(context.actor(), input.in(agent.get())));
    }
}
