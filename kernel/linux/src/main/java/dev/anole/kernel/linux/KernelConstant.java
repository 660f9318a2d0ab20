package dev.anole.kernel.linux;

import java.util.Collection;

/**
 * A flag or number of the kernel's headers, under the header's own name. Every implementation is compared with
 * the C headers of the machine that runs the tests.
 */
public interface KernelConstant {
    /** The name in the header, such as {@code O_CREAT}. */
    String name();

    /** The value, on the architecture under this JVM. */
    long value();

    /** All values or-ed together. */
    static long mask(Collection<? extends KernelConstant> flags) {
        long mask = 0;
        for (KernelConstant flag : flags) {
            mask |= flag.value();
        }
        return mask;
    }

    /** All values or-ed together. */
    static long mask(KernelConstant... flags) {
        long mask = 0;
        for (KernelConstant flag : flags) {
            mask |= flag.value();
        }
        return mask;
    }
}
