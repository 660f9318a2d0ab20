package dev.anole.operation;

import java.util.Objects;

/**
 * Who may do what. The only place where a right is checked: {@link Tasks} asks it before anything is recorded or run,
 * whatever door the call came through.
 */
public final class Authority {
    /** What becomes of a call. */
    public enum Verdict {
        /** It runs now. */
        RUN,
        /** It waits until a person approves. */
        PROPOSE
    }

    /**
     * Whether the actor may start the operation.
     *
     * @throws OperationException of kind FORBIDDEN, naming the role that is needed
     */
    public Verdict start(Operation<?, ?> operation, Mode mode, Actor actor) {
        Objects.requireNonNull(mode, "mode");
        Effect effect = operation.effect();
        if (actor.door() == Door.ASSISTANT && !effect.visibleToAssistant()) {
            throw forbidden(operation, actor, Text.of("it shows secrets, which no assistant may see", "它会显示机密，助手不得查看"));
        }
        // A preview shows what is there already, so it needs what the change needs: the right to know it.
        if (!actor.role().includes(effect.role())) {
            throw forbidden(operation, actor, Text.of("it needs the role " + Kind.Choice.nameOf(effect.role()),
                "需要角色 " + Kind.Choice.nameOf(effect.role())));
        }
        return mode == Mode.RUN && actor.door() == Door.ASSISTANT && effect.needsApproval() ? Verdict.PROPOSE : Verdict.RUN;
    }

    /** Whether the actor may let a proposed task run: a person who might have started it. */
    public void approve(Operation<?, ?> operation, Actor actor) {
        if (!actor.door().person()) {
            throw forbidden(operation, actor, Text.of("only a person approves what an assistant proposes",
                "助手的提议只能由人批准"));
        }
        start(operation, Mode.RUN, actor);
    }

    /** Whether the actor may stop a task: whoever started it, and whoever might have. */
    public void stop(Operation<?, ?> operation, Actor owner, Actor actor) {
        if (!actor.name().equals(owner.name())) {
            start(operation, Mode.PREVIEW, actor);
        }
    }

    private static OperationException forbidden(Operation<?, ?> operation, Actor actor, Text why) {
        return new OperationException(OperationException.Kind.FORBIDDEN,
            Text.of(actor.name() + " may not run \"" + operation.name() + "\": " + why.en(),
                actor.name() + " 不能运行“" + operation.name() + "”：" + why.zh()),
            Text.of("ask somebody with that role", "请有此角色的人来做"));
    }
}
