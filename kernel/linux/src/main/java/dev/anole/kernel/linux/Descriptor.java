package dev.anole.kernel.linux;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A file descriptor that somebody owns: whoever holds this object closes it, once. Descriptors are opened with
 * close-on-exec, so no child process inherits one by accident.
 *
 * <p>Closing while another thread is inside a call on the same object is a mistake of the caller's, as it is in C:
 * the number may already stand for another file.
 */
public class Descriptor implements AutoCloseable {
    static final int F_DUPFD_CLOEXEC = 1030;
    static final int F_GETFL = 3;
    static final int F_SETFL = 4;

    private static final int CLOSED = -1;
    private static final VarHandle NUMBER;

    static {
        try {
            NUMBER = MethodHandles.lookup().findVarHandle(Descriptor.class, "number", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile int number;
    private final String subject;

    /**
     * Takes over a descriptor.
     *
     * @param subject what it leads to, for messages: a path or a few words
     */
    public Descriptor(int number, String subject) {
        if (number == CLOSED) {
            throw new IllegalArgumentException("-1 is no descriptor");
        }
        this.number = number;
        this.subject = subject;
    }

    /**
     * The number that the kernel knows it by.
     *
     * @throws IllegalStateException once it has been closed
     */
    public final int number() {
        int current = number;
        if (current == CLOSED) {
            throw new IllegalStateException("the descriptor has been closed: " + LinuxException.printable(subject));
        }
        return current;
    }

    /** What it leads to, as it was opened: a path or a few words. */
    public final String subject() {
        return subject;
    }

    /** Whether it has not been closed yet. */
    public final boolean isOpen() {
        return number != CLOSED;
    }

    /** A second descriptor on the same open file: they share the position, the flags and the locks. */
    public Descriptor duplicate() {
        return new Descriptor(duplicateNumber(), subject);
    }

    final int duplicateNumber() {
        return (int) check(SystemCall.FCNTL.call(number(), F_DUPFD_CLOEXEC, 0), "fcntl");
    }

    /**
     * Gives the number away: this object no longer owns it, and closing it does nothing.
     *
     * @return the number, which the caller now owns
     */
    public final int release() {
        int current = (int) NUMBER.getAndSet(this, CLOSED);
        if (current == CLOSED) {
            throw new IllegalStateException("the descriptor has been closed: " + LinuxException.printable(subject));
        }
        return current;
    }

    /** What the object behind it is. */
    public final FileStatus status() {
        return FileStatus.read(number(), "", Directory.AT_EMPTY_PATH);
    }

    /** Its path in {@code /proc}, for calls that only take paths. Good while the descriptor is open. */
    public final String procPath() {
        return "/proc/self/fd/" + number();
    }

    /** Makes reads and writes answer EAGAIN rather than wait, or wait again. */
    public final void setNonBlocking(boolean nonBlocking) {
        long flags = check(SystemCall.FCNTL.call(number(), F_GETFL), "fcntl");
        long bit = OpenFlag.O_NONBLOCK.value();
        check(SystemCall.FCNTL.call(number(), F_SETFL, nonBlocking ? flags | bit : flags & ~bit), "fcntl");
    }

    /**
     * A device's own request, ioctl(2).
     *
     * @param argument a number, or {@link NativeMemory#address}
     * @return zero or more
     */
    public final long ioctl(long request, long argument) {
        return check(SystemCall.IOCTL.call(number(), request, argument), "ioctl 0x" + Long.toHexString(request));
    }

    /** {@link ErrnoException#check} with this descriptor's subject. */
    protected final long check(long result, String call) {
        return ErrnoException.check(result, call, subject);
    }

    /**
     * Closes it; a second time does nothing.
     *
     * @throws ErrnoException when the file system reports only now that earlier writes failed; the descriptor is
     *         gone all the same, close(2)
     */
    @Override
    public void close() {
        int current = (int) NUMBER.getAndSet(this, CLOSED);
        if (current != CLOSED) {
            long result = SystemCall.CLOSE.call(current);
            // Linux has released the number even when it answers EINTR: to try again would close somebody else's.
            if (!Errno.EINTR.is(result)) {
                check(result, "close");
            }
        }
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + " " + number + " (" + LinuxException.printable(subject) + ")";
    }
}
