package dev.anole.operation.journal;

import dev.anole.operation.Host;
import dev.anole.operation.Move;
import dev.anole.operation.OperationException;
import dev.anole.operation.Target;
import dev.anole.operation.TargetState;
import dev.anole.operation.Text;
import java.util.Arrays;
import java.util.List;

/** The unit that this process itself runs in. It cannot carry out what would end it in the middle. */
final class OwnUnit {
    private OwnUnit() {
    }

    /** Refuses moves that stop it. */
    static void refuseToStop(Host host, List<Move> moves) {
        String cgroups = host.read("/proc/self/cgroup").orElse("");
        for (Move move : moves) {
            if (move.target() instanceof Target.Unit(String unit) && move.to().equals(new TargetState.Running(false)) && holds(cgroups, unit)) {
                throw Refusal.conflict(
                    Text.of(unit + " would be stopped, and that is what would carry this out; nothing was changed",
                        unit + " 将被停止，而执行此操作的正是它；没有做任何改动"),
                    Text.of("systemctl stop " + unit + ", then run the same command again: it does without",
                        "先运行 systemctl stop " + unit + "，再重复同一命令：没有它也能完成"));
            }
        }
    }

    /** Lines of {@code /proc/PID/cgroup} are {@code number:controllers:path}, cgroups(7); a unit is a component of the path. */
    private static boolean holds(String cgroups, String unit) {
        return cgroups.lines().map(line -> line.split(":", 3)).filter(parts -> parts.length == 3)
            .anyMatch(parts -> Arrays.asList(parts[2].split("/")).contains(unit));
    }
}
