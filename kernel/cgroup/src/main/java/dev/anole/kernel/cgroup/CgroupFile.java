package dev.anole.kernel.cgroup;

import dev.anole.kernel.linux.ByteCursor;
import dev.anole.kernel.linux.Directory;
import dev.anole.kernel.linux.Errno;
import dev.anole.kernel.linux.ErrnoException;
import dev.anole.kernel.linux.ReadBuffer;

import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/** Reads one file of one group after another into one buffer. */
final class CgroupFile implements AutoCloseable {
    private static final int INITIAL_BYTES = 8 * 1024;
    /** {@code io.stat} and {@code blkio.*} have a few lines a device; nothing else comes near. */
    private static final int FILE_BYTES_MAX = 1024 * 1024;

    private static final byte[] MAX = "max".getBytes(StandardCharsets.US_ASCII);

    private final ReadBuffer buffer = new ReadBuffer(INITIAL_BYTES, FILE_BYTES_MAX);

    /**
     * Reads a file.
     *
     * @return false when it is not there: the group has gone, or this kernel or group has no such file
     * @throws ErrnoException for any other reason
     */
    boolean read(Cgroup group, String file) {
        String path = group.directory() + "/" + file;
        int result = buffer.tryRead(Directory.working(), path);
        if (Errno.ENOENT.is(result) || Errno.ENODEV.is(result) || Errno.EOPNOTSUPP.is(result)) {
            return false;
        }
        ErrnoException.check(result, "read", path);
        return true;
    }

    /** Over what was read last. */
    ByteCursor text() {
        return buffer.cursor();
    }

    /** A file that holds one number, or "max" for none. */
    OptionalLong number(Cgroup group, String file) {
        return read(group, file) ? numberOrMax() : OptionalLong.empty();
    }

    /** The next number of the text; "max" is none. */
    OptionalLong numberOrMax() {
        ByteCursor text = buffer.cursor().skipBlanks();
        return text.take(MAX) ? OptionalLong.empty() : OptionalLong.of(text.number());
    }

    @Override
    public void close() {
        buffer.close();
    }
}
