package dev.anole.console.page;

import dev.anole.operation.OperationName;
import dev.anole.operation.Probe;
import java.util.Objects;

/** An operation that does not work on this host, and why. */
public record Absent(OperationName operation, Probe.Unavailable probe) {
    public Absent {
        Objects.requireNonNull(operation, "operation");
        Objects.requireNonNull(probe, "probe");
    }
}
