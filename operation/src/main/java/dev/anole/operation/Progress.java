package dev.anole.operation;

/** How an operation says where it is. Calls are cheap: doors thin them out. */
public interface Progress {
    /** Begins a named step; the one before it is done. */
    void step(Text name);

    /**
     * Real amounts of the current step.
     *
     * @param done  how much is done, in {@code unit}
     * @param total how much there is; 0 where nobody knows
     * @param unit  {@code "bytes"}, {@code "s"}, {@code "files"}
     */
    void amount(double done, double total, String unit);

    /** A line for the task's log. Text that comes from the host is data: doors escape it. */
    void log(String line);
}
