package dev.anole.console.page;

import dev.anole.operation.Actor;
import dev.anole.operation.Door;
import dev.anole.operation.Json;
import dev.anole.operation.Operation;
import dev.anole.operation.OperationException;
import dev.anole.operation.Problem;
import dev.anole.operation.Role;
import dev.anole.operation.TaskEvent;
import dev.anole.operation.TaskId;
import dev.anole.operation.TaskState;
import dev.anole.operation.TaskSummary;
import dev.anole.operation.Text;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tasks in each state. */
final class FixtureTasks {
    private FixtureTasks() {
    }

    static TaskView view(String which, Instant now) {
        return switch (which) {
            case "running" -> view("t-0running0000", FixtureOperations.SHOW, "{}", TaskState.RUNNING, Door.CONSOLE, now, Optional.empty(), Optional.empty(), List.of(
                new TaskEvent.Step(Text.of("Check tracepoints and rights", "检查跟踪点和权限"), now.minusSeconds(6)), new TaskEvent.Step(Text.of("Capture", "采集"), now.minusSeconds(5)),
                new TaskEvent.Amount(4100, 10_000, "requests"), new TaskEvent.Logged("attached 3 programs", now), new TaskEvent.Logged(Fixtures.HOSTILE, now)), false);
            case "stream" -> view("t-0stream00000", FixtureOperations.LOG, "{}", TaskState.RUNNING, Door.CONSOLE, now, Optional.empty(), Optional.empty(), List.of(), false);
            case "proposed" -> view("t-0proposed00", FixtureOperations.SET, set(), TaskState.PROPOSED, Door.ASSISTANT, now, Optional.empty(), Optional.empty(), List.of(), false);
            case "failed" -> view("t-0fa0ed00000", FixtureOperations.RESTART, set(), TaskState.FAILED, Door.CLI, now, Optional.of(new Problem(OperationException.Kind.FAILED,
                Text.of("orders.service did not start: exit code 1 after 3.2 s", "orders.service 启动失败：3.2 秒后以代码 1 退出"),
                Text.of("read its journal: journalctl -u orders.service -n 50", "查看日志：journalctl -u orders.service -n 50"))), Optional.empty(),
                List.of(new TaskEvent.Step(Text.of("Stop", "停止"), now.minusSeconds(12)), new TaskEvent.Step(Text.of("Start", "启动"), now.minusSeconds(10))), false);
            case "interrupted" -> view("t-0cut0000000", FixtureOperations.SET, set(), TaskState.INTERRUPTED, Door.CONSOLE, now, Optional.empty(), Optional.empty(), List.of(), false);
            case "preview" -> view("t-0prev000000", FixtureOperations.SET, set(), TaskState.DONE, Door.CONSOLE, now, Optional.empty(),
                Optional.of(Json.write(new FixtureOperations.Pictured("vm.swappiness"))), List.of(), true);
            case "shown" -> view("t-0shown00000", FixtureOperations.SHOW, "{}", TaskState.DONE, Door.API, now, Optional.empty(), Optional.of(Json.write(FixtureOperations.shown())), List.of(), false);
            default -> view("t-0done000000", FixtureOperations.SET, set(), TaskState.FINDINGS, Door.CONSOLE, now, Optional.empty(),
                Optional.of(Json.write(new FixtureOperations.Pictured("vm.swappiness"))), List.of(), false);
        };
    }

    private static String set() {
        return Json.write(FixtureOperations.SET.input().make(Map.of("name", "vm.swappiness", "value", "10; echo 'x'")));
    }

    private static TaskView view(String id, Operation<?, ?> operation, String input, TaskState state, Door door, Instant now, Optional<Problem> problem,
                                 Optional<String> output, List<TaskEvent> events, boolean preview) {
        TaskId known = new TaskId(id.replace('l', '1').replace('i', '1').replace('o', '0').replace('u', 'v').substring(0, 2)
            + (id.substring(2) + "000000000000").substring(0, 12).replace('l', '1').replace('i', '1').replace('o', '0').replace('u', 'v'));
        return new TaskView(new TaskSummary(7, known, operation.name(), input, new Actor(door == Door.ASSISTANT ? "assistant" : "admin", Role.ADMIN, door), operation.effect(), state,
            now.minusSeconds(12), state.ended() ? Optional.of(now.minusSeconds(1)) : Optional.empty(), Optional.empty(), problem, output), Optional.of(operation), events, preview);
    }
}
