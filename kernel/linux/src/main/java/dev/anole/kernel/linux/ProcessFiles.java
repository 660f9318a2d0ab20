package dev.anole.kernel.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

/**
 * Reads {@code /proc/PID/…} of many processes: open, one read and close a file, without making an object. Nothing is
 * held between two reads, so no descriptor is spent on a process that is only looked at now and then; files that are
 * read every second are cheaper held open, with {@link #open} and {@link ReadBuffer}.
 *
 * <p>Not for several threads.
 */
public final class ProcessFiles implements AutoCloseable {
    /** A pid, a slash, a file's name such as {@code net/sockstat6}, and a NUL. */
    private static final int PATH_BYTES = 64;

    private final Directory proc;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment path = arena.allocate(PATH_BYTES);

    private ProcessFiles(Directory proc) {
        this.proc = proc;
    }

    /** Those under {@code /proc}. */
    public static ProcessFiles open() {
        return open("/proc");
    }

    /** Those under another mount of procfs. */
    public static ProcessFiles open(String mount) {
        return new ProcessFiles(Directory.open(mount));
    }

    /**
     * Reads a file whole.
     *
     * @param file below the process's directory: "stat", in ASCII
     * @return the number of bytes in the buffer's cursor, or a negated errno: ENOENT or ESRCH when the process has
     *         gone, EACCES or EPERM when this process may not look
     */
    public int tryRead(int pid, String file, ReadBuffer into) {
        long number = openNumber(pid, file);
        if (number < 0) {
            return (int) number;
        }
        int result = into.tryReadAll((int) number);
        SystemCall.CLOSE.call(number);
        return result;
    }

    /** As {@link #tryRead}, for a file that the kernel writes in one piece: {@link ReadBuffer#tryReadOnce}. */
    public int tryReadOnce(int pid, String file, ReadBuffer into) {
        long number = openNumber(pid, file);
        if (number < 0) {
            return (int) number;
        }
        int result = into.tryReadOnce((int) number);
        SystemCall.CLOSE.call(number);
        return result;
    }

    /**
     * Opens a file to hold it. It goes on answering for that very process: once that is dead reads say ESRCH, also
     * when its pid has been given to another.
     */
    public OpenFile open(int pid, String file) {
        String subject = "/proc/" + pid + "/" + file;
        return new OpenFile((int) ErrnoException.check(openNumber(pid, file), "open", subject), subject);
    }

    private long openNumber(int pid, String file) {
        if (pid <= 0 || file.length() > PATH_BYTES - 12) {
            throw new IllegalArgumentException("no file of a process: " + pid + "/" + file);
        }
        int length = writeNumber(pid);
        path.set(JAVA_BYTE, length++, (byte) '/');
        for (int i = 0; i < file.length(); i++) {
            path.set(JAVA_BYTE, length++, (byte) file.charAt(i));
        }
        path.set(JAVA_BYTE, length, (byte) 0);
        return SystemCall.OPENAT.call(proc.number(), NativeMemory.address(path), OpenFlag.O_CLOEXEC, 0);
    }

    private int writeNumber(int number) {
        int digits = 1;
        for (int rest = number / 10; rest > 0; rest /= 10) {
            digits++;
        }
        int rest = number;
        for (int i = digits - 1; i >= 0; i--) {
            path.set(JAVA_BYTE, i, (byte) ('0' + rest % 10));
            rest /= 10;
        }
        return digits;
    }

    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
            proc.close();
        }
    }
}
