package dev.anole.operation;

/** Whether an operation is done, or only shown. */
public enum Mode {
    RUN,
    /** Runs {@link Previewed#preview}, which reads and changes nothing. */
    PREVIEW
}
