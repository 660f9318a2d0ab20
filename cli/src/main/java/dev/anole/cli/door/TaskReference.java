package dev.anole.cli.door;

import dev.anole.operation.Agent;
import dev.anole.operation.Described;
import dev.anole.operation.OperationException;
import dev.anole.operation.TaskId;
import dev.anole.operation.TaskSummary;
import dev.anole.operation.Text;

/**
 * Which task.
 *
 * @param task its id, as {@code anole tasks list} shows it
 */
public record TaskReference(@Described(en = "the task's id", zh = "任务编号", positional = true) String task) {

    /** The task that it names. */
    TaskSummary in(Agent agent) {
        return id().flatMap(agent::task).orElseThrow(() -> OperationException.notFound(
            Text.of("there is no task " + task, "没有任务 " + task), Text.of("see anole tasks list", "参见 anole tasks list")));
    }

    private java.util.Optional<TaskId> id() {
        try {
            return java.util.Optional.of(new TaskId(task));
        } catch (IllegalArgumentException e) {
            return java.util.Optional.empty();
        }
    }
}
