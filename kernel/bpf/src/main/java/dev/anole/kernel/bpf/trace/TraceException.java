package dev.anole.kernel.bpf.trace;

/** Something in a script that cannot be: where, and why, in one line. */
public final class TraceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int column;

    TraceException(int column, String reason) {
        super("column " + (column + 1) + ": " + reason);
        this.column = column;
    }

    /** The character that it is about, from 0. */
    public int column() {
        return column;
    }
}
