package dev.anole.kernel.linux;

import java.util.Optional;

/** What a process asks of the kernel for itself, prctl(2). */
public final class ProcessControl {
    static final int PR_SET_PDEATHSIG = 1;
    static final int PR_SET_DUMPABLE = 4;
    static final int PR_SET_CHILD_SUBREAPER = 36;
    static final int PR_SET_NO_NEW_PRIVS = 38;

    private ProcessControl() {
    }

    /**
     * This process gets a signal when its parent ends; empty for none. "Parent" is the parent's <em>thread</em> that
     * started it. If the parent has ended already, nothing comes: look at the parent's pid afterwards.
     */
    public static void setParentDeathSignal(Optional<Signal> signal) {
        control(PR_SET_PDEATHSIG, signal.map(Signal::value).orElse(0L), "PR_SET_PDEATHSIG");
    }

    /** Whether orphans below this process come to it rather than to init. */
    public static void setChildSubreaper(boolean subreaper) {
        control(PR_SET_CHILD_SUBREAPER, subreaper ? 1 : 0, "PR_SET_CHILD_SUBREAPER");
    }

    /** Whether this process can be dumped and traced by others of its user: no, while it holds secrets. */
    public static void setDumpable(boolean dumpable) {
        control(PR_SET_DUMPABLE, dumpable ? 1 : 0, "PR_SET_DUMPABLE");
    }

    /** Programs that the calling thread starts from now on gain no rights from set-uid bits. Cannot be taken back. */
    public static void renounceNewPrivileges() {
        control(PR_SET_NO_NEW_PRIVS, 1, "PR_SET_NO_NEW_PRIVS");
    }

    private static void control(int option, long value, String subject) {
        ErrnoException.check(SystemCall.PRCTL.call(option, value, 0, 0, 0), "prctl", subject);
    }
}
