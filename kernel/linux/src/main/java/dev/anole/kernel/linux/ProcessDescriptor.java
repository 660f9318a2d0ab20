package dev.anole.kernel.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.Optional;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

/**
 * A descriptor that stands for one process and no other, also when its number has been given to a new one:
 * pidfd_open(2). Readable, for {@link Epoll}, once the process has ended.
 */
public final class ProcessDescriptor extends Descriptor {
    static final int P_PIDFD = 3;
    static final int WNOHANG = 1;
    static final int WEXITED = 4;
    static final int WNOWAIT = 0x01000000;
    static final int CLD_EXITED = 1;
    static final int CLD_KILLED = 2;
    static final int CLD_DUMPED = 3;
    static final int POLLIN = 1;

    private final int pid;

    private ProcessDescriptor(int number, int pid) {
        super(number, "process " + pid);
        this.pid = pid;
    }

    /**
     * Takes hold of a process that runs now.
     *
     * @throws ErrnoException ESRCH when there is none; EINVAL for a thread that leads no process
     */
    public static ProcessDescriptor open(int pid) {
        return new ProcessDescriptor((int) ErrnoException.check(SystemCall.PIDFD_OPEN.call(pid, 0), "pidfd_open",
                "process " + pid), pid);
    }

    /** The number it had when it was opened. */
    public int pid() {
        return pid;
    }

    /**
     * Sends a signal to this very process.
     *
     * @return false when it has ended already
     */
    public boolean send(Signal signal) {
        long result = SystemCall.PIDFD_SEND_SIGNAL.call(number(), signal.value(), 0, 0);
        if (Errno.ESRCH.is(result)) {
            return false;
        }
        check(result, "pidfd_send_signal " + signal);
        return true;
    }

    /** Whether it has not ended. */
    public boolean isAlive() {
        return !awaitEnd(Duration.ZERO);
    }

    /**
     * Waits until it ends; it need not be a child. Holds the thread.
     *
     * @return false when time was up or a signal came first
     */
    public boolean awaitEnd(Duration patience) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment poll = arena.allocate(PollfdLayout.SIZE, Integer.BYTES);
            poll.set(JAVA_INT, PollfdLayout.FD, number());
            poll.set(JAVA_SHORT, PollfdLayout.EVENTS, (short) POLLIN);
            MemorySegment time = arena.allocateFrom(JAVA_LONG, patience.getSeconds(), patience.getNano());
            long result = SystemCall.PPOLL.call(poll.address(), 1, time.address(), 0, 0);
            return !Errno.EINTR.is(result) && check(result, "ppoll") > 0;
        }
    }

    /**
     * How it ended, if it has. Only for a child of this process, and it stays a zombie for whoever waits for it in the
     * usual way: {@code java.lang.Process} still learns its exit value.
     *
     * @throws ErrnoException ECHILD when it is no child, or has been waited for
     */
    public Optional<ExitStatus> exitStatus() {
        return waitFor(WEXITED | WNOHANG | WNOWAIT);
    }

    /** As {@link #exitStatus}, and clears the zombie away: for children that the JVM did not start. */
    public Optional<ExitStatus> reap() {
        return waitFor(WEXITED | WNOHANG);
    }

    /**
     * Takes a copy of a descriptor out of that process, pidfd_getfd(2). Needs the rights of ptrace(2).
     *
     * @param theirs its number there
     */
    public Descriptor copyDescriptor(int theirs) {
        return new Descriptor((int) check(SystemCall.PIDFD_GETFD.call(number(), theirs, 0), "pidfd_getfd"),
                "descriptor " + theirs + " of process " + pid);
    }

    private Optional<ExitStatus> waitFor(int options) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = arena.allocate(SiginfoLayout.SIZE, Long.BYTES);
            check(SystemCall.WAITID.call(P_PIDFD, number(), info.address(), options, 0), "waitid");
            if (info.get(JAVA_INT, SiginfoLayout.SI_PID) == 0) {
                return Optional.empty();
            }
            int status = info.get(JAVA_INT, SiginfoLayout.SI_STATUS);
            int code = info.get(JAVA_INT, SiginfoLayout.SI_CODE);
            return Optional.of(code == CLD_EXITED
                    ? new ExitStatus.Exited(status) : new ExitStatus.Killed(status, code == CLD_DUMPED));
        }
    }
}
