package dev.anole.console.page;

import dev.anole.operation.ChangeRun;
import dev.anole.operation.ChangeState;
import dev.anole.operation.Recovery;
import dev.anole.operation.Text;
import dev.anole.operation.View.Mark;
import dev.anole.operation.journal.ChangeReport;
import dev.anole.operation.journal.ChangeReport.RunRow;
import dev.anole.operation.journal.ChangeReport.Stage;
import dev.anole.operation.journal.ChangeReport.TargetDiff;
import dev.anole.operation.journal.ChangesList;
import dev.anole.operation.journal.LineDiff;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Changes in each state. */
final class FixtureChanges {
    private FixtureChanges() {
    }

    static ChangesList.Changes list(Instant now) {
        List<ChangesList.Row> rows = new ArrayList<>();
        ChangeState[] states = ChangeState.values();
        for (int i = 0; i < 12; i++) {
            rows.add(new ChangesList.Row("c-0%d".formatted(128 - i), now.minusSeconds(600 + i * 21_000L), i == 0 ? ChangeState.APPLIED : states[i % states.length],
                i == 3 ? Text.same(Fixtures.HOSTILE) : Text.of("Limit writes of orders.service", "限制 orders.service 的写入"), "admin", 3));
        }
        return new ChangesList.Changes(rows, List.of());
    }

    static ChangesList.Changes damaged() {
        return new ChangesList.Changes(List.of(), List.of(new Recovery.Damage(17, 1, "its checksum does not fit", "/var/lib/anole/journal/damaged-17")));
    }

    static ChangeReport report(Stage stage, Instant now) {
        Instant begun = now.minusSeconds(660);
        List<RunRow> runs = new ArrayList<>();
        runs.add(new RunRow(ChangeRun.Kind.APPLY, begun, Optional.of(begun.plusMillis(84)), Optional.of(stage == Stage.REVERTED ? ChangeRun.Outcome.REVERTED : ChangeRun.Outcome.DONE), "admin",
            "t-0d0ne0000000", stage == Stage.REVERTED ? Text.of("unit did not start", "单元未能启动") : Text.same("")));
        if (stage == Stage.UNDONE) {
            runs.add(new RunRow(ChangeRun.Kind.UNDO, begun.plusSeconds(300), Optional.of(begun.plusSeconds(300).plusMillis(61)), Optional.of(ChangeRun.Outcome.DONE), "oncall", "t-0vnd00000000", Text.same("")));
        }
        if (stage == Stage.UNFINISHED) {
            runs.add(new RunRow(ChangeRun.Kind.UNDO, begun.plusSeconds(300), Optional.empty(), Optional.empty(), "oncall", "", Text.same("")));
        }
        List<TargetDiff> targets = List.of(
            new TargetDiff("/etc/systemd/system/orders.service.d/50-io.conf", TargetDiff.Kind.FILE, Text.of("a file of 64 bytes", "文件，64 字节"), Text.of("a file of 99 bytes", "文件，99 字节"), false,
                List.of(Text.of("mode 0640 → 0644", "权限 0640 → 0644")), List.of(new LineDiff.Line(Mark.SAME, 1, 1, "[Service]"), new LineDiff.Line(Mark.SAME, 2, 2, "IOAccounting=yes"),
                    new LineDiff.Line(Mark.REMOVED, 3, 0, "IOWeight=500"), new LineDiff.Line(Mark.ADDED, 0, 3, "IOWeight=100"), new LineDiff.Line(Mark.ADDED, 0, 4, Fixtures.HOSTILE),
                    new LineDiff.Line(Mark.SAME, 4, 5, "TasksMax=4096"))),
            new TargetDiff("/etc/shadow", TargetDiff.Kind.FILE, Text.of("a file of 64 bytes", "文件，64 字节"), Text.of("a file of 99 bytes", "文件，99 字节"), true, List.of(), List.of()),
            new TargetDiff("vm.dirty_bytes", TargetDiff.Kind.VALUE, Text.same("0"), Text.same("268435456"), false, List.of(),
                List.of(new LineDiff.Line(Mark.REMOVED, 0, 0, "0"), new LineDiff.Line(Mark.ADDED, 0, 0, "268435456"))));
        List<ChangeReport.Conflict> conflicts = stage == Stage.CONFLICTED ? List.of(new ChangeReport.Conflict("/etc/systemd/system/orders.service.d/50-io.conf",
            "[Service]\nIOWeight=500\n", "[Service]\nIOWeight=100\n", "[Service]\nIOWeight=300\n# " + Fixtures.HOSTILE + "\n")) : List.of();
        return new ChangeReport(Optional.of("c-0128"), stage, Text.of("Limit writes of orders.service", "限制 orders.service 的写入"), targets, conflicts, runs, List.of());
    }
}
