package dev.anole.operation.journal;

import dev.anole.operation.Host;
import dev.anole.operation.Move;
import dev.anole.operation.Target;
import dev.anole.operation.TargetState;
import dev.anole.operation.Text;

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
        TargetState taken = now();
        if (!States.same(move().to(), taken)) {
            // The kernel has made another value of it. Only now it is known that this is nobody else's.
            write(move().from());
            Text difference = Difference.between(move().to(), taken);
            throw Refusal.failed(
                Text.of("the kernel took the value of " + target.name() + " otherwise than it was written: " + difference.en(),
                    "内核接受的 " + target.name() + " 的值与写入的不同：" + difference.zh()),
                Text.of("write it as the kernel shows it (sysctl " + target.name() + "), within its bounds",
                    "请按内核显示的形式（sysctl " + target.name() + "）并在其取值范围内填写"));
        }
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
