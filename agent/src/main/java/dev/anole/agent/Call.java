package dev.anole.agent;

import dev.anole.operation.Actor;
import dev.anole.operation.InvalidValue;
import dev.anole.operation.Json;
import dev.anole.operation.Mode;
import dev.anole.operation.OperationName;
import dev.anole.operation.Shape;
import dev.anole.operation.TaskId;
import java.util.Objects;

/** What a caller asks: one case for each method of {@link dev.anole.operation.Agent}. */
public sealed interface Call {
    /** {@link dev.anole.operation.Agent#greeting}. */
    record Greet() implements Call {
    }

    /** {@link dev.anole.operation.Agent#probes}. */
    record ListProbes() implements Call {
    }

    /** {@link dev.anole.operation.Agent#start}; the input follows as a record. */
    record Start(OperationName operation, Actor actor, Mode mode) implements Call {
        public Start {
            Objects.requireNonNull(operation, "operation");
            Objects.requireNonNull(actor, "actor");
            Objects.requireNonNull(mode, "mode");
        }
    }

    /** {@link dev.anole.operation.Agent#follow}; the last call of its connection. */
    record Follow(TaskId task) implements Call {
        public Follow {
            Objects.requireNonNull(task, "task");
        }
    }

    /** {@link dev.anole.operation.Agent#tasks}. */
    record ListTasks(long after, int limit) implements Call {
    }

    /** {@link dev.anole.operation.Agent#task}. */
    record FindTask(TaskId task) implements Call {
        public FindTask {
            Objects.requireNonNull(task, "task");
        }
    }

    /** {@link dev.anole.operation.Agent#stop}. */
    record Stop(TaskId task, Actor actor) implements Call {
        public Stop {
            Objects.requireNonNull(task, "task");
            Objects.requireNonNull(actor, "actor");
        }
    }

    /** {@link dev.anole.operation.Agent#approve}. */
    record Approve(TaskId task, Actor actor) implements Call {
        public Approve {
            Objects.requireNonNull(task, "task");
            Objects.requireNonNull(actor, "actor");
        }
    }

    /** A call as a message has it: {@code {"call":{"kind":"follow","task":{"value":"t-…"}}}}. */
    record Request(Call call) {
        public Request {
            Objects.requireNonNull(call, "call");
        }
    }

    /** The call as a frame. */
    static Frame frame(Call call) {
        return Frame.message(Json.write(new Request(call)));
    }

    /**
     * Reads a call, strictly: what is not understood must not be ignored.
     *
     * @throws WireException when the frame is no call
     */
    static Call of(Frame frame) {
        try {
            return Json.read(Shape.of(Request.class), frame.text(Frame.Kind.MESSAGE), Json.Unknown.REFUSE).call();
        } catch (InvalidValue e) {
            throw new WireException("a call that is none: " + e.getMessage());
        }
    }
}
