package dev.anole.kernel.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

import static dev.anole.kernel.linux.DirentLayout.D_INO;
import static dev.anole.kernel.linux.DirentLayout.D_NAME;
import static dev.anole.kernel.linux.DirentLayout.D_RECLEN;
import static dev.anole.kernel.linux.DirentLayout.D_TYPE;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;

/**
 * Lists a directory over and over with getdents64(2) into one buffer, without making an object an entry: the pids
 * in {@code /proc}, the threads of a process, the groups of a hierarchy.
 *
 * <p>"." and ".." are left out. Not for several threads.
 */
public final class DirectoryReader implements AutoCloseable {
    /** What one call may fill: some 1300 entries of {@code /proc}. */
    private static final int BUFFER_BYTES = 32 * 1024;

    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.nativeOrder());
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final Directory directory;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment memory = arena.allocate(BUFFER_BYTES, Long.BYTES);
    private final byte[] bytes = new byte[BUFFER_BYTES];
    private int entry;
    private int next;
    private int limit;
    private boolean finished;

    /** Takes over a directory. */
    public DirectoryReader(Directory directory) {
        this.directory = directory;
    }

    /** Opens a path. */
    public static DirectoryReader open(String path) {
        return new DirectoryReader(Directory.open(path));
    }

    /** The directory, for opening what was found in it. This reader closes it. */
    public Directory directory() {
        return directory;
    }

    /** Starts again from the first entry. */
    public void rewind() {
        ErrnoException.check(SystemCall.LSEEK.call(directory.number(), 0, OpenFile.SEEK_SET), "lseek",
                directory.subject());
        next = 0;
        limit = 0;
        finished = false;
    }

    /**
     * Goes to the next entry.
     *
     * @return false after the last
     */
    public boolean next() {
        while (!finished) {
            if (next >= limit && !fill()) {
                finished = true;
                return false;
            }
            int length = Short.toUnsignedInt((short) SHORT.get(bytes, next + D_RECLEN));
            if (length <= D_NAME || length > limit - next) {
                throw new FormatException("linux_dirent64", next, "a record of " + length + " bytes");
            }
            entry = next;
            next += length;
            if (!isSelfOrParent()) {
                return true;
            }
        }
        return false;
    }

    /** The entry's name as a number, such as a pid; -1 when it is none. Makes no object. */
    public int number() {
        int value = 0;
        for (int i = entry + D_NAME; i < next && bytes[i] != 0; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9 || value > (Integer.MAX_VALUE - digit) / 10) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return bytes[entry + D_NAME] == 0 ? -1 : value;
    }

    /** The entry's name. Makes a string. */
    public String name() {
        int start = entry + D_NAME;
        int end = start;
        while (end < next && bytes[end] != 0) {
            end++;
        }
        return NativeMemory.string(bytes, start, end - start);
    }

    /** What it is, {@link FileType#UNKNOWN} where the file system does not say. */
    public FileType type() {
        return FileType.ofDirectoryEntry(bytes[entry + D_TYPE]);
    }

    /** Its inode. */
    public long inode() {
        return (long) LONG.get(bytes, entry + D_INO);
    }

    private boolean fill() {
        long length = ErrnoException.check(SystemCall.GETDENTS64.call(directory.number(),
                NativeMemory.address(memory), BUFFER_BYTES), "getdents64", directory.subject());
        MemorySegment.copy(memory, JAVA_BYTE, 0, bytes, 0, (int) length);
        next = 0;
        limit = (int) length;
        return length > 0;
    }

    private boolean isSelfOrParent() {
        int name = entry + D_NAME;
        return bytes[name] == '.' && (bytes[name + 1] == 0 || bytes[name + 1] == '.' && bytes[name + 2] == 0);
    }

    /** Closes the directory and frees the buffer. */
    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
            directory.close();
        }
    }
}
