package dev.anole.kernel.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

/**
 * An open file: its bytes, its metadata and the locks on it. Memory passed in is off-heap; sizes and positions are
 * bytes. Calls that a signal interrupts are made again.
 */
public class OpenFile extends Descriptor {
    /** What is copied at once between the heap and the kernel. */
    static final int CHUNK_BYTES = 64 * 1024;

    static final int SEEK_SET = 0;
    static final int SEEK_DATA = 3;
    static final int SEEK_HOLE = 4;
    static final int F_OFD_SETLK = 37;
    static final int F_OFD_SETLKW = 38;
    static final int F_RDLCK = 0;
    static final int F_WRLCK = 1;
    static final int F_UNLCK = 2;
    static final int LOCK_SH = 1;
    static final int LOCK_EX = 2;
    static final int LOCK_NB = 4;
    static final int LOCK_UN = 8;

    /** Takes over a descriptor; {@link Directory#open} is the usual way to one. */
    public OpenFile(int number, String subject) {
        super(number, subject);
    }

    /** Opens an absolute path, or one relative to the working directory. */
    public static OpenFile open(String path, Access access, OpenFlag... flags) {
        return Directory.working().open(path, access, flags);
    }

    @Override
    public OpenFile duplicate() {
        return new OpenFile(duplicateNumber(), subject());
    }

    /**
     * Reads from the current position, at most what the memory holds.
     *
     * @return how many bytes; 0 at the end
     */
    public final long read(MemorySegment into) {
        long address = NativeMemory.address(into);
        long result;
        do {
            result = SystemCall.READ.call(number(), address, into.byteSize());
        } while (Errno.EINTR.is(result));
        java.lang.ref.Reference.reachabilityFence(into);
        return check(result, "read");
    }

    /** Reads from a position of the file; {@link #read(MemorySegment)} otherwise. */
    public final long read(MemorySegment into, long position) {
        long address = NativeMemory.address(into);
        long result;
        do {
            result = SystemCall.PREAD64.call(number(), address, into.byteSize(), position);
        } while (Errno.EINTR.is(result));
        java.lang.ref.Reference.reachabilityFence(into);
        return check(result, "pread");
    }

    /**
     * Everything from the current position to the end.
     *
     * @param limitBytes how much at most
     * @throws FormatException when there is more
     */
    public final byte[] readAll(int limitBytes) {
        byte[] bytes = new byte[Math.min(limitBytes, CHUNK_BYTES)];
        int length = 0;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment chunk = arena.allocate(CHUNK_BYTES);
            for (long read; (read = read(chunk)) > 0; length += (int) read) {
                if (read > limitBytes - length) {
                    throw new FormatException(subject(), limitBytes, "longer than " + limitBytes + " bytes");
                }
                if (length + read > bytes.length) {
                    int wanted = (int) Math.max(2L * bytes.length, length + read);
                    bytes = Arrays.copyOf(bytes, Math.min(limitBytes, wanted));
                }
                MemorySegment.copy(chunk, JAVA_BYTE, 0, bytes, length, (int) read);
            }
        }
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }

    /**
     * Writes at the current position.
     *
     * @return how many bytes were taken, which may be fewer
     */
    public final long write(MemorySegment from) {
        long address = NativeMemory.address(from);
        long result;
        do {
            result = SystemCall.WRITE.call(number(), address, from.byteSize());
        } while (Errno.EINTR.is(result));
        java.lang.ref.Reference.reachabilityFence(from);
        return check(result, "write");
    }

    /** Writes at a position of the file; {@link #write(MemorySegment)} otherwise. */
    public final long write(MemorySegment from, long position) {
        long address = NativeMemory.address(from);
        long result;
        do {
            result = SystemCall.PWRITE64.call(number(), address, from.byteSize(), position);
        } while (Errno.EINTR.is(result));
        java.lang.ref.Reference.reachabilityFence(from);
        return check(result, "pwrite");
    }

    /**
     * Writes all of it at the current position: in one call up to 64 KiB, as files of {@code /proc} and
     * {@code /sys} demand, in several beyond.
     */
    public final void writeAll(byte[] bytes) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment chunk = arena.allocate(Math.max(1, Math.min(bytes.length, CHUNK_BYTES)));
            int done = 0;
            while (done < bytes.length) {
                int length = Math.min(bytes.length - done, CHUNK_BYTES);
                MemorySegment.copy(bytes, done, chunk, JAVA_BYTE, 0, length);
                long written = write(chunk.asSlice(0, length));
                if (written == 0) {
                    throw new ErrnoException("write", Errno.EIO, subject());
                }
                done += (int) written;
            }
        }
    }

    /** Moves the current position. */
    public final void seek(long position) {
        check(SystemCall.LSEEK.call(number(), position, SEEK_SET), "lseek");
    }

    /**
     * The first byte from a position on that is stored and no hole, lseek(2) with SEEK_DATA; empty when there is none to
     * the end. A file system that does not know its holes says that all is stored. Moves the current position.
     */
    public final OptionalLong nextData(long position) {
        long result = SystemCall.LSEEK.call(number(), position, SEEK_DATA);
        return Errno.ENXIO.is(result) ? OptionalLong.empty() : OptionalLong.of(check(result, "lseek SEEK_DATA"));
    }

    /**
     * The first byte from a position on that is in a hole, SEEK_HOLE; the end of the file counts as one. Empty for a
     * position at the end or beyond. Moves the current position.
     */
    public final OptionalLong nextHole(long position) {
        long result = SystemCall.LSEEK.call(number(), position, SEEK_HOLE);
        return Errno.ENXIO.is(result) ? OptionalLong.empty() : OptionalLong.of(check(result, "lseek SEEK_HOLE"));
    }

    /** Waits until content and metadata are on stable storage. For a file's name, sync its directory too. */
    public final void sync() {
        check(SystemCall.FSYNC.call(number()), "fsync");
    }

    /** Waits until the content is on stable storage, with only the metadata that finding it again needs. */
    public final void syncData() {
        check(SystemCall.FDATASYNC.call(number()), "fdatasync");
    }

    /** Sets the size: cuts, or grows with a hole that reads as zeros. */
    public final void truncate(long size) {
        check(SystemCall.FTRUNCATE.call(number(), size), "ftruncate");
    }

    /** Reserves, punches, zeroes or moves space, fallocate(2). */
    public final void allocate(long position, long length, AllocateFlag... flags) {
        check(SystemCall.FALLOCATE.call(number(), KernelConstant.mask(flags), position, length), "fallocate");
    }

    /**
     * Copies inside the kernel, sharing blocks where the file system can, copy_file_range(2).
     *
     * @return how many bytes, which may be fewer; 0 at this file's end
     */
    public final long copyTo(OpenFile target, long position, long targetPosition, long length) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment in = arena.allocateFrom(JAVA_LONG, position);
            MemorySegment out = arena.allocateFrom(JAVA_LONG, targetPosition);
            return check(SystemCall.COPY_FILE_RANGE.call(number(), in.address(), target.number(), out.address(),
                    length, 0), "copy_file_range");
        }
    }

    /**
     * Sends from a position of this file to a socket, pipe or file without a copy through this process.
     *
     * @return how many bytes, which may be fewer; 0 at this file's end
     */
    public final long sendTo(Descriptor target, long position, long length) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment offset = arena.allocateFrom(JAVA_LONG, position);
            return check(SystemCall.SENDFILE.call(target.number(), number(), offset.address(), length), "sendfile");
        }
    }

    /** Sets the permission bits, {@code 07777}; the umask has no say. */
    public final void setMode(int mode) {
        check(SystemCall.FCHMOD.call(number(), mode), "fchmod");
    }

    /** Sets owner and group; -1 leaves one as it is. The kernel clears set-uid and set-gid when it does so. */
    public final void setOwner(long uid, long gid) {
        check(SystemCall.FCHOWN.call(number(), uid, gid), "fchown");
    }

    /** Sets times to the nanosecond; an empty one stays as it is. */
    public final void setTimes(Optional<Instant> accessed, Optional<Instant> modified) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment times = Directory.times(arena, accessed, modified);
            check(SystemCall.UTIMENSAT.call(number(), 0, times.address(), 0), "utimensat");
        }
    }

    /** Its extended attributes. */
    public final ExtendedAttributes extendedAttributes() {
        return ExtendedAttributes.of(this);
    }

    /** The file system that it is on. */
    public final FileSystemStatus fileSystem() {
        return FileSystemStatus.of(this);
    }

    /**
     * Locks the whole file if that needs no wait. The lock belongs to the open file, not to the process, as POSIX
     * locks and {@code FileChannel.lock} do: it is let go when the last descriptor of this opening closes, so at the
     * latest when the process dies, and not when some other descriptor of the same file closes.
     * ("Open file description locks", fcntl(2).) It excludes POSIX locks, and knows nothing of {@link #tryFlock}.
     *
     * @return whether the lock is held now
     */
    public final boolean tryLock(LockMode mode) {
        long result = ofdLock(F_OFD_SETLK, mode == LockMode.SHARED ? F_RDLCK : F_WRLCK);
        if (Errno.EAGAIN.is(result) || Errno.EACCES.is(result)) {
            return false;
        }
        check(result, "fcntl F_OFD_SETLK");
        return true;
    }

    /** Waits for {@link #tryLock}: on a platform thread, since this holds one. */
    public final void lock(LockMode mode) {
        long result;
        do {
            result = ofdLock(F_OFD_SETLKW, mode == LockMode.SHARED ? F_RDLCK : F_WRLCK);
        } while (Errno.EINTR.is(result));
        check(result, "fcntl F_OFD_SETLKW");
    }

    /** Lets go of {@link #tryLock} and {@link #lock}. */
    public final void unlock() {
        check(ofdLock(F_OFD_SETLK, F_UNLCK), "fcntl F_OFD_SETLK");
    }

    /**
     * Takes a lock of flock(2) if that needs no wait: the kind that shell scripts take. It too belongs to the open
     * file and dies with it.
     *
     * @return whether the lock is held now
     */
    public final boolean tryFlock(LockMode mode) {
        long result = SystemCall.FLOCK.call(number(), (mode == LockMode.SHARED ? LOCK_SH : LOCK_EX) | LOCK_NB);
        if (Errno.EAGAIN.is(result)) {
            return false;
        }
        check(result, "flock");
        return true;
    }

    /** Lets go of {@link #tryFlock}. */
    public final void unflock() {
        check(SystemCall.FLOCK.call(number(), LOCK_UN), "flock");
    }

    private long ofdLock(int command, int type) {
        try (Arena arena = Arena.ofConfined()) {
            // Zero position and length are the whole file, however it grows; a lock's pid must be zero.
            MemorySegment flock = arena.allocate(FlockLayout.SIZE, Long.BYTES);
            flock.set(JAVA_SHORT, FlockLayout.L_TYPE, (short) type);
            flock.set(JAVA_SHORT, FlockLayout.L_WHENCE, (short) SEEK_SET);
            return SystemCall.FCNTL.call(number(), command, flock.address());
        }
    }
}
