package dev.anole.operation;

import java.util.Objects;

/**
 * Why something was not done, as it travels between processes.
 *
 * @param kind    the kind of refusal
 * @param message what, where and why
 * @param remedy  what to do; empty where there is nothing to do
 */
public record Problem(OperationException.Kind kind, Text message, Text remedy) {
    public Problem {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(remedy, "remedy");
    }

    public static Problem of(OperationException e) {
        return new Problem(e.kind(), e.problem(), e.remedy());
    }

    public OperationException toException() {
        return new OperationException(kind, message, remedy);
    }
}
