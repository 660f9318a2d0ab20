package dev.anole.kernel.linux;

import java.util.Objects;

/** The kernel refused a call: which call, on what, and why, as in "open /x: permission denied (EACCES)". */
public final class ErrnoException extends LinuxException {
    private static final long serialVersionUID = 1L;

    private final String call;
    private final int number;
    private final String subject;

    /**
     * @param call the call's name as manual pages give it, such as "open"
     * @param number the errno, positive
     * @param subject what it was asked of: a path, a process, a device; may be empty
     */
    public ErrnoException(String call, int number, String subject) {
        super(line(call, number, subject));
        this.call = call;
        this.number = number;
        this.subject = subject;
    }

    public ErrnoException(String call, Errno errno, String subject) {
        this(call, errno.number(), subject);
    }

    /** The call's name. */
    public String call() {
        return call;
    }

    /** The reason; {@link Errno#UNNAMED} when the number has no name here. */
    public Errno errno() {
        return Errno.of(number);
    }

    /** The errno's number, positive, also where it has no name. */
    public int number() {
        return number;
    }

    /** What the call was asked of; may be empty. Unescaped: it may hold whatever a file name may hold. */
    public String subject() {
        return subject;
    }

    /**
     * Passes a raw result on, or throws what it says.
     *
     * @param result as {@link SystemCall#call} gives it: negative errors
     * @param subject asked for its text only when there is an error
     */
    public static long check(long result, String call, Object subject) {
        if (result < 0 && result >= -Errno.MAX_ERRNO) {
            throw new ErrnoException(call, (int) -result, String.valueOf(subject));
        }
        return result;
    }

    private static String line(String call, int number, String subject) {
        Objects.requireNonNull(subject, "subject");
        if (number <= 0 || number > Errno.MAX_ERRNO) {
            throw new IllegalArgumentException("errno " + number + " is outside 1 to " + Errno.MAX_ERRNO);
        }
        Errno errno = Errno.of(number);
        String name = errno == Errno.UNNAMED ? "errno " + number : errno.name();
        String where = subject.isEmpty() ? "" : " " + printable(subject);
        return call + where + ": " + errno.text() + " (" + name + ")";
    }
}
