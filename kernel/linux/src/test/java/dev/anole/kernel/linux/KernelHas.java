package dev.anole.kernel.linux;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Skips a test where the kernel lacks what the test is about, and says so. Kernels of the distributions that Anole knows
 * have all of it; an emulator that stands in for the kernel (qemu-user translates call by call) does not.
 */
public final class KernelHas {
    /** No system call takes this for any of its arguments. */
    private static final long NONSENSE = -1;

    private KernelHas() {
    }

    /** The call must be there; it is made with arguments that it has to refuse. */
    public static void call(SystemCall call) {
        long answer = call.call(NONSENSE, NONSENSE, NONSENSE, NONSENSE, NONSENSE, NONSENSE);
        assumeTrue(!Errno.ENOSYS.is(answer), "this kernel, or what emulates it, does not have the system call "
                + call.manualName());
    }

    /**
     * Tries what the test needs, and skips it if the kernel knows no such thing. Any other refusal is a failure.
     *
     * @param unknown the errno with which a kernel says that it does not know it
     * @param what    what that is, as "netlink's socket diagnosis"
     */
    public static void known(Runnable attempt, Errno unknown, String what) {
        try {
            attempt.run();
        } catch (ErrnoException e) {
            assumeTrue(e.errno() != unknown, "this kernel, or what emulates it, does not have " + what + ": "
                    + e.getMessage());
            throw e;
        }
    }
}
