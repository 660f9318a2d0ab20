package dev.anole.security.shangmi.accelerator;

import java.util.Set;

/**
 * Something that does key operations: what a vendor implements. The contract is tried by {@code DeviceContractTest}:
 * <ul>
 * <li>{@link #submit} never waits. It answers false when the device's ring is full, and then keeps nothing of the request.
 * <li>Each accepted request is completed, from within {@link #poll} or from a thread of the device's own. If that does
 *     not happen until the request's deadline, {@link Accelerator} does without the device.
 * <li>{@link #close} ends what is under way: each open request becomes {@link Outcome.Broken}.
 * </ul>
 */
public interface Device extends AutoCloseable {
    /** For the status: "ycc0". */
    String name();

    /** What it is good for. */
    Set<Algorithm> algorithms();

    /** Takes a request, or answers false when it is full. */
    boolean submit(Request request);

    /**
     * Completes requests that are finished.
     *
     * @param max not more than this
     * @return how many it was
     */
    int poll(int max);

    @Override
    void close();
}
