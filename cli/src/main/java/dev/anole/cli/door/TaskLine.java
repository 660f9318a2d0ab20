package dev.anole.cli.door;

import dev.anole.operation.Described;
import dev.anole.operation.Door;
import dev.anole.operation.Effect;
import dev.anole.operation.TaskState;
import dev.anole.operation.TaskSummary;
import java.time.Instant;
import java.util.Optional;

/**
 * A task as a list shows it.
 *
 * @param input what it was given, as JSON, without secrets
 */
public record TaskLine(
    @Described(en = "id", zh = "编号") String id,
    @Described(en = "state", zh = "状态") TaskState state,
    @Described(en = "operation", zh = "操作") String operation,
    @Described(en = "effect", zh = "影响") Effect effect,
    @Described(en = "who asked", zh = "发起人") String who,
    @Described(en = "through", zh = "入口") Door door,
    @Described(en = "when it was asked for", zh = "开始时间") Instant started,
    @Described(en = "when it ended", zh = "结束时间") Optional<Instant> ended,
    @Described(en = "input", zh = "输入") String input) {

    static TaskLine of(TaskSummary task) {
        return new TaskLine(task.id().value(), task.state(), task.operation().toString(), task.effect(), task.actor().name(),
            task.actor().door(), task.started(), task.ended(), task.input());
    }
}
