package dev.anole.cli.door;

import dev.anole.operation.Agent;
import dev.anole.operation.Catalog;
import dev.anole.operation.Context;
import dev.anole.operation.Effect;
import dev.anole.operation.Json;
import dev.anole.operation.Operation;
import dev.anole.operation.OperationName;
import dev.anole.operation.Output;
import dev.anole.operation.Previewed;
import dev.anole.operation.Shape;
import dev.anole.operation.TaskState;
import dev.anole.operation.TaskSummary;
import dev.anole.operation.Text;
import dev.anole.operation.journal.ChangeReport;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Lets a change run that an assistant proposes. The preview shows the task, and what it would change, as it is now; whether
 * the actor has the right to it is the agent's to say.
 */
public final class TasksApprove implements Previewed<TaskReference, TaskAccount> {
    private final Supplier<Agent> agent;
    private final Supplier<Catalog> catalog;

    TasksApprove(Supplier<Agent> agent, Supplier<Catalog> catalog) {
        this.agent = agent;
        this.catalog = catalog;
    }

    @Override
    public OperationName name() {
        return OperationName.of("tasks approve");
    }

    @Override
    public Text summary() {
        return Text.of("Let a change run that an assistant proposes", "批准助手提议的改动");
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
    public TaskAccount preview(TaskReference input, Context context) throws InterruptedException {
        TaskSummary task = Visible.to(context.actor(), input.in(agent.get()));
        Operation<?, ?> operation = catalog.get().get(task.operation());
        boolean tells = task.state() == TaskState.PROPOSED && context.actor().role().includes(task.effect().role())
            && operation.input().components().stream().noneMatch(c -> c.secret());
        return tells && operation instanceof Previewed<?, ?> previewed ? TaskAccount.of(task).with(would(previewed, task, context)) : TaskAccount.of(task);
    }

    /** Empty where the preview is no change's: then the input has to say it. */
    private static <I extends Record, O extends Record> Optional<ChangeReport> would(Previewed<I, O> operation, TaskSummary task, Context context)
            throws InterruptedException {
        I input = Json.read(operation.input(), task.input(), Json.Unknown.REFUSE);
        return operation.preview(input, context) instanceof ChangeReport report ? Optional.of(report) : Optional.empty();
    }

    @Override
    public TaskAccount run(TaskReference input, Context context) {
        TaskSummary task = input.in(agent.get());
        agent.get().approve(task.id(), context.actor());
        return TaskAccount.of(input.in(agent.get()));
    }
}
