package dev.anole.kernel.linux;

import java.util.Optional;

/** The signals of signal(7); their numbers are the same on x86-64 and aarch64. */
public enum Signal implements KernelConstant {
    SIGHUP(1),
    SIGINT(2),
    SIGQUIT(3),
    SIGILL(4),
    SIGTRAP(5),
    SIGABRT(6),
    SIGBUS(7),
    SIGFPE(8),
    SIGKILL(9),
    SIGUSR1(10),
    SIGSEGV(11),
    SIGUSR2(12),
    SIGPIPE(13),
    SIGALRM(14),
    SIGTERM(15),
    SIGSTKFLT(16),
    SIGCHLD(17),
    SIGCONT(18),
    SIGSTOP(19),
    SIGTSTP(20),
    SIGTTIN(21),
    SIGTTOU(22),
    SIGURG(23),
    SIGXCPU(24),
    SIGXFSZ(25),
    SIGVTALRM(26),
    SIGPROF(27),
    SIGWINCH(28),
    SIGIO(29),
    SIGPWR(30),
    SIGSYS(31);

    private static final Signal[] BY_NUMBER = values();

    private final int number;

    Signal(int number) {
        this.number = number;
    }

    @Override
    public long value() {
        return number;
    }

    /** The signal with a number; empty for real-time signals and nonsense. */
    public static Optional<Signal> of(int number) {
        return number >= 1 && number <= BY_NUMBER.length ? Optional.of(BY_NUMBER[number - 1]) : Optional.empty();
    }

    /**
     * Sends it to a process by number. The number may already belong to another process; {@link ProcessDescriptor} is
     * how to be sure.
     *
     * @param pid 1 or more: groups and "everybody" are not reached by mistake
     */
    public void sendTo(int pid) {
        if (pid < 1) {
            throw new IllegalArgumentException("no process has the number " + pid);
        }
        ErrnoException.check(SystemCall.KILL.call(pid, number), "kill", "process " + pid);
    }
}
