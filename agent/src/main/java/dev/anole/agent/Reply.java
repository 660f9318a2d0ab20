package dev.anole.agent;

import dev.anole.operation.Agent;
import dev.anole.operation.InvalidValue;
import dev.anole.operation.Json;
import dev.anole.operation.OperationName;
import dev.anole.operation.Problem;
import dev.anole.operation.Shape;
import dev.anole.operation.TaskEvent;
import dev.anole.operation.TaskId;
import dev.anole.operation.TaskState;
import dev.anole.operation.TaskSummary;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** What the agent answers; which cases answer which call is drawn on the package's page. */
public sealed interface Reply {
    /** Answers {@link Call.Greet}. */
    record Greeted(Agent.Greeting greeting) implements Reply {
        public Greeted {
            Objects.requireNonNull(greeting, "greeting");
        }
    }

    /** One of the answers to {@link Call.ListProbes}. */
    record Probed(Agent.Probed probed) implements Reply {
        public Probed {
            Objects.requireNonNull(probed, "probed");
        }
    }

    /** Answers {@link Call.Start}. */
    record Started(TaskId task) implements Reply {
        public Started {
            Objects.requireNonNull(task, "task");
        }
    }

    /** One task, for {@link Call.ListTasks} and {@link Call.FindTask}. */
    record Listed(TaskSummary task) implements Reply {
        public Listed {
            Objects.requireNonNull(task, "task");
        }
    }

    /** Nothing more belongs to this answer. */
    record Done() implements Reply {
    }

    /** The call was not done. */
    record Refused(Problem problem) implements Reply {
        public Refused {
            Objects.requireNonNull(problem, "problem");
        }
    }

    /** Begins the answer to {@link Call.Follow}: whose output the records are. */
    record Following(OperationName operation) implements Reply {
        public Following {
            Objects.requireNonNull(operation, "operation");
        }
    }

    /** A step of the task that is followed. */
    record Step(TaskEvent.Step step) implements Reply {
        public Step {
            Objects.requireNonNull(step, "step");
        }
    }

    /** An amount of its current step. */
    record Amount(TaskEvent.Amount amount) implements Reply {
        public Amount {
            Objects.requireNonNull(amount, "amount");
        }
    }

    /** A line of its log. */
    record Logged(TaskEvent.Logged logged) implements Reply {
        public Logged {
            Objects.requireNonNull(logged, "logged");
        }
    }

    /**
     * Its end.
     *
     * @param output whether the record before this message is its output
     */
    record Ended(TaskState state, Instant at, boolean output, Optional<Problem> problem) implements Reply {
        public Ended {
            Objects.requireNonNull(state, "state");
            Objects.requireNonNull(at, "at");
            Objects.requireNonNull(problem, "problem");
        }
    }

    /** A reply as a message has it. */
    record Answer(Reply reply) {
        public Answer {
            Objects.requireNonNull(reply, "reply");
        }
    }

    /** The reply as a frame. */
    static Frame frame(Reply reply) {
        return Frame.message(Json.write(new Answer(reply)));
    }

    /**
     * Reads a reply; properties that a newer agent has added are skipped.
     *
     * @throws WireException when the frame is no reply
     */
    static Reply of(Frame frame) {
        try {
            return Json.read(Shape.of(Answer.class), frame.text(Frame.Kind.MESSAGE), Json.Unknown.SKIP).reply();
        } catch (InvalidValue e) {
            throw new WireException("an answer that is none: " + e.getMessage());
        }
    }
}
