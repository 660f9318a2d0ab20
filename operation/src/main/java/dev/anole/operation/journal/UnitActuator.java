package dev.anole.operation.journal;

import dev.anole.operation.Host;
import dev.anole.operation.Move;
import dev.anole.operation.Target;
import dev.anole.operation.TargetState;

/** Whether a systemd unit runs. */
final class UnitActuator extends Actuator {
    private final Target.Unit target;

    UnitActuator(Host host, Move move, Target.Unit target) {
        super(host, move);
        this.target = target;
    }

    /** How a unit is; where no service manager runs, nothing does. */
    static TargetState read(Host host, Target.Unit target) {
        return new TargetState.Running(Systemd.isRunning(host) && Systemd.isActive(target.name()));
    }

    @Override
    void stage() {
    }

    @Override
    void commit() {
        bring(move().to());
    }

    private void bring(TargetState state) {
        if (!Systemd.isRunning(host())) {
            return;   // after a restart into something else there is nothing to start or stop
        }
        if (state instanceof TargetState.Running(boolean active) && active) {
            Systemd.reload();
            Systemd.start(target.name());
        } else {
            Systemd.stop(target.name());
        }
    }

    @Override
    TargetState now() {
        return read(host(), target);
    }

    @Override
    Condition inspect() {
        TargetState now = now();
        return States.same(move().from(), now) ? Condition.AT_FROM : Condition.AT_TO;
    }

    @Override
    void revert() {
        if (inspect() == Condition.AT_TO) {
            bring(move().from());
        }
    }

    @Override
    void clean() {
    }

    @Override
    public void close() {
    }
}
