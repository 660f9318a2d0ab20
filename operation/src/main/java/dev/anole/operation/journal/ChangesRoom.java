package dev.anole.operation.journal;

import dev.anole.operation.Room;
import dev.anole.operation.Text;
import java.util.List;

/** What can be changed, and taken back. */
public final class ChangesRoom {
    private ChangesRoom() {
    }

    /** The room's operations. */
    public static Room room() {
        return new Room("operation", Text.of("Changes", "变更"), List.of(
            new ChangesList(),
            new ChangesShow(),
            new ChangesUndo(),
            new ChangesRedo(),
            new ChangesRecover(),
            new SysctlSet(),
            new FileSet(),
            new FileWrite(),
            new FileModeSet(),
            new UnitInstall()));
    }
}
