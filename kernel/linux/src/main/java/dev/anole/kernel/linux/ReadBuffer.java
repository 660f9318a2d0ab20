package dev.anole.kernel.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

/**
 * Room to read small files into, again and again, without making an object: the way to sample {@code /proc} and
 * {@code /sys} every second. A read is one pread(2) into off-heap memory, one copy, and a {@link ByteCursor} over
 * the result.
 *
 * <p>Measured on a virtual x86-64 machine, CPU time of 150 {@code /proc/PID/stat}: held open 0.47 ms, opened each time
 * 1.1 ms, {@code Files.readString} 1.5 ms and garbage. {@code SamplingCostKernelTest} prints it for any host.
 *
 * <p>Not for several threads. It grows to its bound and no further.
 */
public final class ReadBuffer implements AutoCloseable {
    private final int limitBytes;
    private final ByteCursor cursor;
    private Arena arena;
    private MemorySegment memory;
    private byte[] bytes;
    private boolean cut;

    /**
     * @param initialBytes what is allocated at once
     * @param limitBytes how far it may grow: longer files are cut there, and {@link #wasCut} says so
     */
    public ReadBuffer(int initialBytes, int limitBytes) {
        if (initialBytes <= 0 || limitBytes < initialBytes) {
            throw new IllegalArgumentException("sizes " + initialBytes + " to " + limitBytes + " make no buffer");
        }
        this.limitBytes = limitBytes;
        allocate(initialBytes);
        this.cursor = new ByteCursor("kernel file", bytes);
    }

    /**
     * Reads a file from its start to its end.
     *
     * @return over the text, until the next read
     * @throws ErrnoException when the kernel refuses
     */
    public ByteCursor read(Descriptor file) {
        long length = tryRead(file);
        ErrnoException.check(length, "pread", file.subject());
        return cursor;
    }

    /**
     * Reads a file from its start to its end, where failure is ordinary: a process has gone.
     *
     * @return how many bytes {@link #cursor} has now, or a negated errno: {@code Errno.ESRCH.is(result)}
     */
    public int tryRead(Descriptor file) {
        return tryReadAll(file.number());
    }

    int tryReadAll(int number) {
        int length = 0;
        cut = false;
        while (true) {
            int room = bytes.length - length;
            long read = pread(number, length, room);
            if (read < 0) {
                return (int) read;
            }
            length += (int) read;
            if (read == 0) {
                break;
            }
            if (length == bytes.length && !grow()) {
                cut = true;
                break;
            }
        }
        return filled(length);
    }

    /**
     * Opens a file, reads it from its start to its end and closes it, where absence is ordinary: no exception is made.
     *
     * @return as {@link #tryRead(Descriptor)}; ENOENT when there is no such file
     */
    public int tryRead(Directory directory, String name) {
        long number = directory.tryOpenNumber(name);
        if (number < 0) {
            return (int) number;
        }
        int result = tryReadAll((int) number);
        SystemCall.CLOSE.call(number);
        return result;
    }

    /**
     * Reads a file that the kernel writes in one piece, with one call instead of two: {@code stat}, {@code statm},
     * {@code io}, {@code schedstat} of a process, single values of {@code /sys}. Not for tables of many lines, which
     * come in pieces.
     *
     * @return as {@link #tryRead}
     */
    public int tryReadOnce(Descriptor file) {
        return tryReadOnce(file.number());
    }

    int tryReadOnce(int number) {
        cut = false;
        long read = pread(number, 0, bytes.length);
        if (read == bytes.length) {
            cut = true;
        }
        return read < 0 ? (int) read : filled((int) read);
    }

    /** Over what was read last. The same object each time. */
    public ByteCursor cursor() {
        return cursor;
    }

    /** Whether the last file was longer than the buffer may grow. */
    public boolean wasCut() {
        return cut;
    }

    private long pread(int number, int offset, int room) {
        long result;
        do {
            result = SystemCall.PREAD64.call(number, NativeMemory.address(memory) + offset, room, offset);
        } while (Errno.EINTR.is(result));
        return result;
    }

    private int filled(int length) {
        MemorySegment.copy(memory, JAVA_BYTE, 0, bytes, 0, length);
        cursor.reset(bytes, length);
        return length;
    }

    private boolean grow() {
        if (bytes.length == limitBytes) {
            return false;
        }
        MemorySegment before = memory;
        Arena old = arena;
        allocate((int) Math.min(limitBytes, 2L * bytes.length));
        MemorySegment.copy(before, 0, memory, 0, before.byteSize());
        old.close();
        return true;
    }

    private void allocate(int size) {
        arena = Arena.ofShared();
        memory = arena.allocate(size);
        bytes = new byte[size];
    }

    /** Frees the off-heap part. */
    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }
}
