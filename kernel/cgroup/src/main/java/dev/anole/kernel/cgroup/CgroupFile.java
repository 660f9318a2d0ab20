package dev.anole.kernel.cgroup;

import dev.anole.kernel.linux.Access;
import dev.anole.kernel.linux.ByteCursor;
import dev.anole.kernel.linux.Directory;
import dev.anole.kernel.linux.Errno;
import dev.anole.kernel.linux.ErrnoException;
import dev.anole.kernel.linux.OpenFile;
import dev.anole.kernel.linux.ReadBuffer;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Reads one file of one group after another into one buffer. Whoever reads the same groups every second lets it hold
 * their files open: that costs a third of finding each by its path again.
 */
final class CgroupFile implements AutoCloseable {
    private static final int INITIAL_BYTES = 8 * 1024;
    /** {@code io.stat} and {@code blkio.*} have a few lines a device; nothing else comes near. */
    private static final int FILE_BYTES_MAX = 1024 * 1024;

    private static final byte[] MAX = "max".getBytes(StandardCharsets.US_ASCII);

    private final ReadBuffer buffer = new ReadBuffer(INITIAL_BYTES, FILE_BYTES_MAX);
    private final Map<String, OpenFile> held = new HashMap<>();
    private final int heldMax;

    /** @param heldMax how many files are held open at most; further ones are opened for each reading */
    CgroupFile(int heldMax) {
        this.heldMax = heldMax;
    }

    /**
     * Reads a file.
     *
     * @return false when it is not there: the group has gone, or this kernel or group has no such file
     * @throws ErrnoException for any other reason
     */
    boolean read(Cgroup group, String file) {
        String path = group.directory() + "/" + file;
        int result = heldMax == 0 ? buffer.tryRead(Directory.working(), path) : readHeld(path);
        if (Errno.ENOENT.is(result) || Errno.ENODEV.is(result) || Errno.EOPNOTSUPP.is(result)) {
            return false;
        }
        ErrnoException.check(result, "read", path);
        return true;
    }

    private int readHeld(String path) {
        OpenFile file = held.get(path);
        if (file == null) {
            if (held.size() >= heldMax) {
                return buffer.tryRead(Directory.working(), path);
            }
            try {
                file = OpenFile.open(path, Access.O_RDONLY);
            } catch (ErrnoException e) {
                return -e.number();
            }
            held.put(path, file);
        }
        int result = buffer.tryReadOnce(file);
        if (result < 0) {
            // ENODEV: the group has gone. Another may have come by its name, and that has other files.
            held.remove(path).close();
            return Errno.ENODEV.is(result) ? buffer.tryRead(Directory.working(), path) : result;
        } else if (buffer.wasCut()) {
            result = buffer.tryRead(file);
        }
        return result;
    }

    /** Closes what is held of a group. */
    void forget(Cgroup group) {
        String directory = group.directory() + "/";
        held.entrySet().removeIf(entry -> {
            boolean its = entry.getKey().startsWith(directory) && entry.getKey().indexOf('/', directory.length()) < 0;
            if (its) {
                entry.getValue().close();
            }
            return its;
        });
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
        held.values().forEach(OpenFile::close);
        held.clear();
        buffer.close();
    }
}
