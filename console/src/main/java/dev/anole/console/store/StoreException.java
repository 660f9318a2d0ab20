package dev.anole.console.store;

import dev.anole.operation.Text;
import java.util.Objects;

/** What the store could not do, told so that a person knows what, where, why, and what to do. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Why. */
    public enum Reason {
        /** Another process holds it. */
        LOCKED,
        /** Its file is not what was written. */
        DAMAGED,
        /** The disk has no room. What is there can still be read. */
        FULL,
        /** It was written by a newer Anole. */
        NEWER,
        /** Its file or its server cannot be reached. */
        UNREACHABLE,
        /** A statement was refused. */
        REFUSED
    }

    private final Reason reason;
    private final Text problem;
    private final Text remedy;

    public StoreException(Reason reason, Text problem, Text remedy, Throwable cause) {
        super(problem.en() + (remedy.en().isEmpty() ? "" : "; " + remedy.en()), cause);
        this.reason = Objects.requireNonNull(reason, "reason");
        this.problem = problem;
        this.remedy = remedy;
    }

    public Reason reason() {
        return reason;
    }

    public Text problem() {
        return problem;
    }

    public Text remedy() {
        return remedy;
    }
}
