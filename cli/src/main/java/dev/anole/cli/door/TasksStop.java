package dev.anole.cli.door;

import dev.anole.operation.Agent;
import dev.anole.operation.Context;
import dev.anole.operation.Effect;
import dev.anole.operation.OperationName;
import dev.anole.operation.Output;
import dev.anole.operation.Previewed;
import dev.anole.operation.Shape;
import dev.anole.operation.TaskSummary;
import dev.anole.operation.Text;
import java.util.function.Supplier;

/** Stops a task, or declines what an assistant proposes. The preview shows the task; whether the actor has the right to it is the agent's to say. */
public final class TasksStop implements Previewed<TaskReference, TaskAccount> {
    private final Supplier<Agent> agent;

    TasksStop(Supplier<Agent> agent) {
        this.agent = agent;
    }

    @Override
    public OperationName name() {
        return OperationName.of("tasks stop");
    }

    @Override
    public Text summary() {
        return Text.of("Stop a task, or decline what an assistant proposes", "停止任务，或拒绝助手的提议");
    }

    @Override
    public Effect effect() {
        return Effect.CHANGES;
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
    public TaskAccount preview(TaskReference input, Context context) {
        return TaskAccount.of(Visible.to(context.actor(), input.in(agent.get())));
    }

    @Override
    public TaskAccount run(TaskReference input, Context context) {
        TaskSummary task = input.in(agent.get());
        agent.get().stop(task.id(), context.actor());
        return TaskAccount.of(input.in(agent.get()));
    }
}
