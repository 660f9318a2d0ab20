package dev.anole.kernel.linux;

/**
 * Why the kernel refused a call: its number, its name and a few words for a person.
 *
 * <p>The numbers are those of {@code include/uapi/asm-generic/errno-base.h} and {@code errno.h}, which x86-64
 * and aarch64 share. Numbers that no constant names read as {@link #UNNAMED}; {@link ErrnoException#number()}
 * still tells which it was.
 */
public enum Errno {
    /** Operation not permitted. */
    EPERM(1, "operation not permitted"),
    /** No such file or directory. */
    ENOENT(2, "no such file or directory"),
    /** No such process. */
    ESRCH(3, "no such process"),
    /** Interrupted by a signal. */
    EINTR(4, "interrupted by a signal"),
    /** Input/output error. */
    EIO(5, "input/output error"),
    /** No such device or address. */
    ENXIO(6, "no such device or address"),
    /** Argument list too long. */
    E2BIG(7, "argument list too long"),
    /** Not an executable format. */
    ENOEXEC(8, "not an executable format"),
    /** Bad file descriptor. */
    EBADF(9, "bad file descriptor"),
    /** No child processes. */
    ECHILD(10, "no child processes"),
    /** Temporarily unavailable. */
    EAGAIN(11, "temporarily unavailable"),
    /** Out of memory. */
    ENOMEM(12, "out of memory"),
    /** Permission denied. */
    EACCES(13, "permission denied"),
    /** Bad address. */
    EFAULT(14, "bad address"),
    /** Block device required. */
    ENOTBLK(15, "block device required"),
    /** Device or resource busy. */
    EBUSY(16, "device or resource busy"),
    /** File exists. */
    EEXIST(17, "file exists"),
    /** Not on the same file system. */
    EXDEV(18, "not on the same file system"),
    /** No such device. */
    ENODEV(19, "no such device"),
    /** Not a directory. */
    ENOTDIR(20, "not a directory"),
    /** Is a directory. */
    EISDIR(21, "is a directory"),
    /** Invalid argument. */
    EINVAL(22, "invalid argument"),
    /** Too many open files on this host. */
    ENFILE(23, "too many open files on this host"),
    /** Too many open files in this process. */
    EMFILE(24, "too many open files in this process"),
    /** Not supported by this device. */
    ENOTTY(25, "not supported by this device"),
    /** Program file is running. */
    ETXTBSY(26, "program file is running"),
    /** File too large. */
    EFBIG(27, "file too large"),
    /** No space left on device. */
    ENOSPC(28, "no space left on device"),
    /** Cannot seek in a pipe or socket. */
    ESPIPE(29, "cannot seek in a pipe or socket"),
    /** File system is read-only. */
    EROFS(30, "file system is read-only"),
    /** Too many links. */
    EMLINK(31, "too many links"),
    /** Nobody reads the pipe or socket any more. */
    EPIPE(32, "nobody reads the pipe or socket any more"),
    /** Argument outside the function's domain. */
    EDOM(33, "argument outside the function's domain"),
    /** Buffer or range too small. */
    ERANGE(34, "buffer or range too small"),
    /** Would deadlock. */
    EDEADLK(35, "would deadlock"),
    /** File name too long. */
    ENAMETOOLONG(36, "file name too long"),
    /** No locks available. */
    ENOLCK(37, "no locks available"),
    /** This kernel does not have the system call. */
    ENOSYS(38, "this kernel does not have the system call"),
    /** Directory not empty. */
    ENOTEMPTY(39, "directory not empty"),
    /** Too many symbolic links. */
    ELOOP(40, "too many symbolic links"),
    /** No message of this type. */
    ENOMSG(42, "no message of this type"),
    /** Identifier removed. */
    EIDRM(43, "identifier removed"),
    /** No data available. */
    ENODATA(61, "no data available"),
    /** Timer expired. */
    ETIME(62, "timer expired"),
    /** Object is remote. */
    EREMOTE(66, "object is remote"),
    /** Link has been severed. */
    ENOLINK(67, "link has been severed"),
    /** Protocol error. */
    EPROTO(71, "protocol error"),
    /** Not a valid message. */
    EBADMSG(74, "not a valid message"),
    /** Value too large for its type. */
    EOVERFLOW(75, "value too large for its type"),
    /** Too many users. */
    EUSERS(87, "too many users"),
    /** Not a socket. */
    ENOTSOCK(88, "not a socket"),
    /** Destination address required. */
    EDESTADDRREQ(89, "destination address required"),
    /** Message too long. */
    EMSGSIZE(90, "message too long"),
    /** Wrong protocol for this socket. */
    EPROTOTYPE(91, "wrong protocol for this socket"),
    /** Protocol option not available. */
    ENOPROTOOPT(92, "protocol option not available"),
    /** Protocol not supported. */
    EPROTONOSUPPORT(93, "protocol not supported"),
    /** Socket type not supported. */
    ESOCKTNOSUPPORT(94, "socket type not supported"),
    /** Operation not supported. */
    EOPNOTSUPP(95, "operation not supported"),
    /** Protocol family not supported. */
    EPFNOSUPPORT(96, "protocol family not supported"),
    /** Address family not supported. */
    EAFNOSUPPORT(97, "address family not supported"),
    /** Address already in use. */
    EADDRINUSE(98, "address already in use"),
    /** Address not available on this host. */
    EADDRNOTAVAIL(99, "address not available on this host"),
    /** Network is down. */
    ENETDOWN(100, "network is down"),
    /** Network is unreachable. */
    ENETUNREACH(101, "network is unreachable"),
    /** Connection dropped by the network. */
    ENETRESET(102, "connection dropped by the network"),
    /** Connection aborted. */
    ECONNABORTED(103, "connection aborted"),
    /** Connection reset by peer. */
    ECONNRESET(104, "connection reset by peer"),
    /** No buffer space available. */
    ENOBUFS(105, "no buffer space available"),
    /** Already connected. */
    EISCONN(106, "already connected"),
    /** Not connected. */
    ENOTCONN(107, "not connected"),
    /** Socket has been shut down. */
    ESHUTDOWN(108, "socket has been shut down"),
    /** Timed out. */
    ETIMEDOUT(110, "timed out"),
    /** Connection refused. */
    ECONNREFUSED(111, "connection refused"),
    /** Host is down. */
    EHOSTDOWN(112, "host is down"),
    /** No route to host. */
    EHOSTUNREACH(113, "no route to host"),
    /** Already in progress. */
    EALREADY(114, "already in progress"),
    /** Now in progress. */
    EINPROGRESS(115, "now in progress"),
    /** Stale file handle. */
    ESTALE(116, "stale file handle"),
    /** File system structure needs cleaning. */
    EUCLEAN(117, "file system structure needs cleaning"),
    /** Remote input/output error. */
    EREMOTEIO(121, "remote input/output error"),
    /** Disk quota exceeded. */
    EDQUOT(122, "disk quota exceeded"),
    /** No medium found. */
    ENOMEDIUM(123, "no medium found"),
    /** Wrong medium type. */
    EMEDIUMTYPE(124, "wrong medium type"),
    /** Cancelled. */
    ECANCELED(125, "cancelled"),
    /** Required key not available. */
    ENOKEY(126, "required key not available"),
    /** Key has expired. */
    EKEYEXPIRED(127, "key has expired"),
    /** Key has been revoked. */
    EKEYREVOKED(128, "key has been revoked"),
    /** Key was rejected. */
    EKEYREJECTED(129, "key was rejected"),
    /** Owner of the lock died. */
    EOWNERDEAD(130, "owner of the lock died"),
    /** State cannot be recovered. */
    ENOTRECOVERABLE(131, "state cannot be recovered"),
    /** Radio is switched off. */
    ERFKILL(132, "radio is switched off"),
    /** Memory page has a hardware error. */
    EHWPOISON(133, "memory page has a hardware error"),
    /** Operation not supported; kernel-internal, yet it leaks to user space, from bpf(2) above all. */
    ENOTSUPP(524, "operation not supported"),
    /** A number without a name here. */
    UNNAMED(-1, "unnamed error");

    /** The kernel returns errors as -1 to -4095 ({@code MAX_ERRNO} in {@code include/linux/err.h}). */
    static final int MAX_ERRNO = 4095;

    private static final Errno[] BY_NUMBER = new Errno[ENOTSUPP.number + 1];

    static {
        for (Errno errno : values()) {
            if (errno != UNNAMED) {
                BY_NUMBER[errno.number] = errno;
            }
        }
    }

    private final int number;
    private final String text;

    Errno(int number, String text) {
        this.number = number;
        this.text = text;
    }

    /** The number as in {@code errno.h}; -1 for {@link #UNNAMED}. */
    public int number() {
        return number;
    }

    /** A few lower-case words, such as "permission denied". */
    public String text() {
        return text;
    }

    /** The constant for a positive number, or {@link #UNNAMED}. */
    public static Errno of(int number) {
        if (number > 0 && number < BY_NUMBER.length && BY_NUMBER[number] != null) {
            return BY_NUMBER[number];
        }
        return UNNAMED;
    }

    /** Whether a raw result, as {@link SystemCall#call} gives it, is this error. */
    public boolean is(long result) {
        return result == -(long) number && this != UNNAMED;
    }
}
