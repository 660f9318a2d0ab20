package dev.anole.ops.collect;

import dev.anole.operation.Probe;

/**
 * Reads one source and puts what it says on the {@link Board}. Used by one thread. What is not there is not put there:
 * never a zero in place of a value.
 */
interface Sampler extends AutoCloseable {
    /** One word for messages: {@code disk}. */
    String name();

    /** Whether its source is there, as last seen. */
    Probe probe();

    /** Reads once. May throw; the other samplers go on. */
    void sample(Tick tick);

    /** Lets go of its files. */
    @Override
    void close();
}
