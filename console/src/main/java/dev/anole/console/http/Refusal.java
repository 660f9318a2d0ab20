package dev.anole.console.http;

import dev.anole.console.store.StoreException;
import dev.anole.operation.InvalidValue;
import dev.anole.operation.OperationException;
import dev.anole.operation.Problem;
import dev.anole.operation.Text;
import java.util.Map;
import java.util.Objects;

/** A request that is not answered as asked: the status, and for people what, why, and what to do. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final Problem problem;
    private final String field;
    private final Map<String, String> headers;

    private Refusal(int status, Problem problem, String field, Map<String, String> headers, Throwable cause) {
        super(problem.message().en(), cause);
        this.status = status;
        this.problem = Objects.requireNonNull(problem, "problem");
        this.field = field;
        this.headers = Map.copyOf(headers);
    }

    public static Refusal of(int status, Text message, Text remedy) {
        return new Refusal(status, new Problem(kind(status), message, remedy), "", Map.of(), null);
    }

    public static Refusal of(int status, Problem problem) {
        return new Refusal(status, problem, "", Map.of(), null);
    }

    /** The same with a header, such as {@code Retry-After}. */
    public Refusal with(String name, String value) {
        Map<String, String> more = new java.util.HashMap<>(headers);
        more.put(name, value);
        return new Refusal(status, problem, field, more, getCause());
    }

    public static Refusal notFound(String path) {
        return of(404, Text.of("there is nothing at " + path, path + " 处没有内容"), Text.of("see /api for what there is", "参见 /api"));
    }

    public static Refusal badRequest(String en, String zh) {
        return of(400, Text.of(en, zh), Text.same(""));
    }

    /** What an exception of the layers below means to a caller. */
    public static Refusal from(RuntimeException e) {
        return switch (e) {
            case Refusal r -> r;
            case OperationException o -> new Refusal(o.kind().httpStatus(), Problem.of(o), "", Map.of(), o);
            case InvalidValue v -> new Refusal(400, Problem.of(v.toException()), v.where(), Map.of(), v);
            case StoreException s -> new Refusal(status(s.reason()),
                new Problem(kind(status(s.reason())), s.problem(), s.remedy()), "", Map.of(), s);
            default -> new Refusal(500, new Problem(OperationException.Kind.FAILED,
                Text.of("the console met a fault of its own", "控制台自身发生故障"),
                Text.of("the console's log tells more", "详见控制台日志")), "", Map.of(), e);
        };
    }

    private static int status(StoreException.Reason reason) {
        return switch (reason) {
            case FULL -> 507;
            case LOCKED, UNREACHABLE -> 503;
            case DAMAGED, NEWER, REFUSED -> 500;
        };
    }

    private static OperationException.Kind kind(int status) {
        return switch (status) {
            case 400, 405, 413, 415, 421, 428, 431 -> OperationException.Kind.USAGE;
            case 401, 403, 429 -> OperationException.Kind.FORBIDDEN;
            case 404 -> OperationException.Kind.NOT_FOUND;
            case 409 -> OperationException.Kind.CONFLICT;
            case 501, 503 -> OperationException.Kind.UNAVAILABLE;
            default -> OperationException.Kind.FAILED;
        };
    }

    /** Whether it is a fault of the console itself, whose stack belongs into the log. */
    boolean fault() {
        return getCause() != null && !(getCause() instanceof OperationException) && !(getCause() instanceof InvalidValue)
            && !(getCause() instanceof StoreException);
    }

    public int status() {
        return status;
    }

    public Problem problem() {
        return problem;
    }

    /** The part of the input that is wrong, or empty. */
    public String field() {
        return field;
    }

    public Map<String, String> headers() {
        return headers;
    }
}
