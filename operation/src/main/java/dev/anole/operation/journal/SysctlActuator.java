package dev.anole.operation.journal;

import dev.anole.operation.Host;
import dev.anole.operation.Move;
import dev.anole.operation.Target;
import dev.anole.operation.TargetState;

/** A live kernel value: one write(2), which the kernel takes as a whole or refuses. */
final class SysctlActuator extends Actuator {
    private final Target.Sysctl target;

    SysctlActuator(Host host, Move move, Target.Sysctl target) {
        super(host, move);
        this.target = target;
    }

    @Override
    void stage() {
    }

    @Override
    void commit() {
        TargetState now = now();
        if (!States.same(move().from(), now)) {
            throw foreign(now);
        }
        write(move().to());
    }

    private void write(TargetState state) {
        if (state instanceof TargetState.Values values) {
            KernelValues.write(host(), target, values);
        } else {
            throw new IllegalStateException("no kernel value: " + state);
        }
    }

    @Override
    TargetState now() {
        return KernelValues.read(host(), target);
    }

    @Override
    Condition inspect() {
        TargetState now = now();
        if (States.same(move().from(), now)) {
            return Condition.AT_FROM;
        }
        return States.same(move().to(), now) ? Condition.AT_TO : Condition.FOREIGN;
    }

    @Override
    void revert() {
        switch (inspect()) {
            case AT_FROM -> {
            }
            case AT_TO -> write(move().from());
            case BETWEEN, FOREIGN -> throw foreign(now());
        }
    }

    @Override
    void clean() {
    }

    @Override
    public void close() {
    }
}
