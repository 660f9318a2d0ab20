package dev.anole.operation.journal;

import dev.anole.operation.Contents;
import dev.anole.operation.Host;
import dev.anole.operation.Move;
import dev.anole.operation.Target;
import dev.anole.operation.TargetState;

/**
 * Makes one {@link Move}, and takes it back. A run calls {@link #stage} of all, then {@link #commit} of each, then
 * {@link #verify}, then {@link #clean}; or {@link #revert} in reverse order and {@link #clean}. Revert and clean start from
 * what they find, so that another process can call them after a crash at any point, and again after a crash in them.
 */
abstract sealed class Actuator implements AutoCloseable
        permits FileActuator, AttributesActuator, SysctlActuator, UnitActuator {
    private final Host host;
    private final Move move;

    Actuator(Host host, Move move) {
        this.host = host;
        this.move = move;
    }

    /**
     * The one for a move.
     *
     * @param stamp what the run's temporary names have in common
     * @param index the move's place in its run
     */
    static Actuator of(Host host, Contents contents, String stamp, int index, Move move) {
        return switch (move.target()) {
            case Target.File file -> new FileActuator(host, contents, stamp, index, move, file);
            case Target.Attributes attributes -> new AttributesActuator(host, move, attributes);
            case Target.Sysctl sysctl -> new SysctlActuator(host, move, sysctl);
            case Target.Unit unit -> new UnitActuator(host, move, unit);
        };
    }

    /** Where a move is. */
    enum Condition {
        AT_FROM,
        AT_TO,
        /** On the way: some of it is as before, some as after. */
        BETWEEN,
        /** In neither state: others have changed it. */
        FOREIGN
    }

    final Host host() {
        return host;
    }

    final Move move() {
        return move;
    }

    /** The refusal to overwrite what somebody else has done. */
    final ForeignChangeException foreign(TargetState now) {
        return new ForeignChangeException(move, now);
    }

    /** Prepares what can be prepared; nothing of it is to be seen at the target. */
    abstract void stage();

    /** Brings the target from its state before to the one after, and that to disk. */
    abstract void commit();

    /** How the target is. */
    abstract TargetState now();

    /** Where the target is; heals what a commit that was cut off between two calls has left. */
    abstract Condition inspect();

    /** Brings the target from whatever a run left back to the state before. */
    abstract void revert();

    /** Removes temporary names. */
    abstract void clean();

    @Override
    public abstract void close();
}
