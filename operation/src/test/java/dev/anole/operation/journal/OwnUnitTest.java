package dev.anole.operation.journal;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.anole.operation.Host;
import dev.anole.operation.Move;
import dev.anole.operation.OperationException;
import dev.anole.operation.Target;
import dev.anole.operation.TargetState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnUnitTest {
    @TempDir
    Path root;

    @BeforeEach
    void runsInTheAgentsUnit() throws Exception {
        Files.createDirectories(root.resolve("proc/self"));
        Files.writeString(root.resolve("proc/self/cgroup"), "1:name=systemd:/system.slice/anole-agent.service\n0::/system.slice/anole-agent.service\n");
    }

    private void plan(String unit, boolean from, boolean to) {
        Move move = new Move(new Target.Unit(unit), new TargetState.Running(from), new TargetState.Running(to), false, Optional.empty());
        OwnUnit.refuseToStop(new Host("here", root, 0), List.of(move));
    }

    @Test
    void whatWouldStopTheUnitThatDoesItIsRefusedWithTheWayOut() {
        OperationException refused = assertThrows(OperationException.class, () -> plan("anole-agent.service", true, false));
        assertTrue(refused.problem().en().contains("anole-agent.service would be stopped"), refused.getMessage());
        assertTrue(refused.remedy().en().contains("systemctl stop anole-agent.service"), refused.getMessage());
    }

    @Test
    void otherUnitsMayBeStoppedAndItsOwnMayBeStarted() {
        plan("agent.service", true, false);
        plan("anole-console.service", true, false);
        plan("anole-agent.service", false, true);
    }
}
