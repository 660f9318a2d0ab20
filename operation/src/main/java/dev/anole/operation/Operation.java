package dev.anole.operation;

/**
 * One thing that a host can be asked to do. One class that implements this, and one line in its room's list, is a
 * command, a REST endpoint with its OpenAPI entry, a page with a form, and a tool that an assistant can call.
 *
 * <p>Implementations hold no state of a run: one instance serves all runs, at the same time.
 *
 * @param <I> the input: a public record whose components carry {@link Described}
 * @param <O> the output: a public record, a {@link Stream} of them, or a {@link ByteStream}
 */
public interface Operation<I extends Record, O extends Record> {
    /** The command's words, the REST path, the page's title. */
    OperationName name();

    /** One line that says what a person gets, without a full stop. */
    Text summary();

    /** What it does to the host. */
    Effect effect();

    /** What it takes. */
    Shape<I> input();

    /** What it gives. */
    Output<O> output();

    /** Whether it works on this host; quick (milliseconds), and without effect. */
    default Probe probe(Host host) {
        return Probe.available();
    }

    /**
     * Does it. Blocking; a stop by a person arrives as an interrupt.
     *
     * @throws OperationException   when it could not be done: what, where, why, and what to do
     * @throws InterruptedException when it was stopped; the journal takes back what was half done
     */
    O run(I input, Context context) throws InterruptedException;
}
