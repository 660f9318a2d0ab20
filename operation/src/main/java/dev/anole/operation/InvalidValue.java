package dev.anole.operation;

/** A value that a component does not accept. Doors say it at the field, the option or the line it came from. */
public final class InvalidValue extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String where;
    private final Text reason;

    /**
     * @param where  the component's path, such as {@code "seconds"} or {@code "rules.2.name"}; empty for the whole
     * @param reason what is wrong with it, one sentence
     */
    public InvalidValue(String where, Text reason) {
        super((where.isEmpty() ? "" : where + ": ") + reason.en());
        this.where = where;
        this.reason = reason;
    }

    public String where() {
        return where;
    }

    public Text reason() {
        return reason;
    }

    /** The same inside a larger record. */
    public InvalidValue in(String outer) {
        return new InvalidValue(where.isEmpty() ? outer : outer + "." + where, reason);
    }

    /** The same as a refusal of the whole operation. */
    public OperationException toException() {
        String at = where.isEmpty() ? "" : where + ": ";
        return OperationException.usage(Text.of(at + reason.en(), at + reason.zh()), Text.same(""));
    }
}
