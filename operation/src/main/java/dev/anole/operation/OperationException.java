package dev.anole.operation;

import java.util.Objects;

/** An operation that was not done, told so that a person knows what, where, why, and what to do. */
public final class OperationException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What kind of refusal it is; each has its exit code and its HTTP status. */
    public enum Kind {
        /** The input is not valid. */
        USAGE(2, 400),
        /** The one who asks has no right to it. */
        FORBIDDEN(4, 403),
        /** What was named does not exist. */
        NOT_FOUND(4, 404),
        /** This host cannot do it. */
        UNAVAILABLE(3, 501),
        /** Something else has changed or holds what it needs. */
        CONFLICT(4, 409),
        /** It was stopped. */
        STOPPED(4, 409),
        /** It was tried and did not work. */
        FAILED(4, 500);

        private final int exitCode;
        private final int httpStatus;

        Kind(int exitCode, int httpStatus) {
            this.exitCode = exitCode;
            this.httpStatus = httpStatus;
        }

        public int exitCode() {
            return exitCode;
        }

        public int httpStatus() {
            return httpStatus;
        }
    }

    private final Kind kind;
    private final Text problem;
    private final Text remedy;

    /**
     * @param problem what, where and why, one sentence
     * @param remedy  what to do; empty where there is nothing to do
     */
    public OperationException(Kind kind, Text problem, Text remedy) {
        this(kind, problem, remedy, null);
    }

    public OperationException(Kind kind, Text problem, Text remedy, Throwable cause) {
        super(remedy.en().isEmpty() ? problem.en() : problem.en() + "; " + remedy.en(), cause);
        this.kind = Objects.requireNonNull(kind, "kind");
        this.problem = problem;
        this.remedy = remedy;
    }

    public static OperationException usage(Text problem, Text remedy) {
        return new OperationException(Kind.USAGE, problem, remedy);
    }

    public static OperationException notFound(Text problem, Text remedy) {
        return new OperationException(Kind.NOT_FOUND, problem, remedy);
    }

    public static OperationException unavailable(Probe.Unavailable probe) {
        return new OperationException(Kind.UNAVAILABLE, Text.of(probe.reason().en() + " (" + probe.evidence() + ")",
            probe.reason().zh() + "（" + probe.evidence() + "）"), probe.remedy());
    }

    public static OperationException failed(Text problem, Text remedy, Throwable cause) {
        return new OperationException(Kind.FAILED, problem, remedy, cause);
    }

    public Kind kind() {
        return kind;
    }

    public Text problem() {
        return problem;
    }

    public Text remedy() {
        return remedy;
    }
}
