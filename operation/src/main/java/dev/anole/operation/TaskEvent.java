package dev.anole.operation;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** What a task tells while it runs. The last event is {@link Ended}. */
public sealed interface TaskEvent {
    /** A named step begins. */
    record Step(Text name, Instant at) implements TaskEvent {
        public Step {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(at, "at");
        }
    }

    /** Real amounts of the current step; a total of 0 means that nobody knows. */
    record Amount(double done, double total, String unit) implements TaskEvent {
        public Amount {
            Objects.requireNonNull(unit, "unit");
        }
    }

    /** A line of the log: data from the host, to be escaped. */
    record Logged(String line, Instant at) implements TaskEvent {
        public Logged {
            Objects.requireNonNull(line, "line");
            Objects.requireNonNull(at, "at");
        }
    }

    /** One record of a stream. */
    record Item(Record item) implements TaskEvent {
        public Item {
            Objects.requireNonNull(item, "item");
        }
    }

    /** Some bytes of a byte stream; the array is the receiver's. */
    record Chunk(byte[] bytes) implements TaskEvent {
        public Chunk {
            Objects.requireNonNull(bytes, "bytes");
        }
    }

    /**
     * The end.
     *
     * @param state   one of the ends
     * @param at      when
     * @param output  what came out, where it is one value
     * @param problem why it was not done
     */
    record Ended(TaskState state, Instant at, Optional<Record> output, Optional<Problem> problem) implements TaskEvent {
        public Ended {
            Objects.requireNonNull(at, "at");
            Objects.requireNonNull(output, "output");
            Objects.requireNonNull(problem, "problem");
            if (!state.ended()) {
                throw new IllegalArgumentException("not an end: " + state);
            }
        }
    }
}
