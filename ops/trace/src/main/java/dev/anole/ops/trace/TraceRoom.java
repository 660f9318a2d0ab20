package dev.anole.ops.trace;

import dev.anole.operation.Room;
import dev.anole.operation.Text;
import java.util.List;

/** What this room can do. */
public final class TraceRoom {
    private TraceRoom() {
    }

    /** The list. */
    public static Room room() {
        return new Room("ops/trace", Text.of("BPF", "BPF"), List.of(
            new BpfTrace(),
            new BpfLoad(),
            new BpfList(),
            new BpfProbes(),
            new BpfBtfExtract()));
    }
}
