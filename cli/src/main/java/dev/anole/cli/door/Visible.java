package dev.anole.cli.door;

import dev.anole.operation.Actor;
import dev.anole.operation.Door;
import dev.anole.operation.OperationException;
import dev.anole.operation.TaskSummary;
import dev.anole.operation.Text;

/** Which tasks somebody may see: what shows secrets only those who may run it themselves, and never an assistant. */
final class Visible {
    private Visible() {
    }

    static TaskSummary to(Actor actor, TaskSummary task) {
        if (!visible(actor, task)) {
            throw OperationException.notFound(Text.of("there is no task " + task.id(), "没有任务 " + task.id()), Text.same(""));
        }
        return task;
    }

    static boolean visible(Actor actor, TaskSummary task) {
        boolean harmless = task.effect().visibleToAssistant();
        return harmless || actor.door() != Door.ASSISTANT && actor.role().includes(task.effect().role());
    }
}
