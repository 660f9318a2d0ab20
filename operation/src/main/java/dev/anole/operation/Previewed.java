package dev.anole.operation;

/**
 * An operation that can say beforehand what it would do. Every operation that {@link Effect#CHANGES} is one: doors show
 * the preview before they ask.
 */
public interface Previewed<I extends Record, O extends Record> extends Operation<I, O> {
    /**
     * What {@link #run} would give, found out without any effect on the host; the output says that it is a preview.
     *
     * @throws OperationException when the run would be refused
     */
    O preview(I input, Context context) throws InterruptedException;
}
