package dev.anole.ops.series;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;

/**
 * One store, one owner. The kernel holds the lock for as long as the process lives, so nothing stale is left by a kill.
 * POSIX drops a process's lock as soon as it closes any descriptor of the file, so within one process the directories
 * are remembered here, and a second opener never touches the file.
 */
final class StoreLock implements AutoCloseable {
    private static final Set<Path> HELD = new HashSet<>();
    private static final String FILE = "lock";
    private static final int MAX_NOTE_BYTES = 64;

    private final Path directory;
    private final FileChannel channel;

    private StoreLock(Path directory, FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
    }

    /**
     * @param directory as a real path
     * @throws StoreException of kind LOCKED
     */
    static StoreLock take(Path directory) throws IOException {
        synchronized (HELD) {
            if (!HELD.add(directory)) {
                throw locked(directory, "this process");
            }
        }
        FileChannel channel = null;
        try {
            channel = FileChannel.open(directory.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw locked(directory, Files.readString(directory.resolve(FILE)).strip());
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(("process " + ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
            return new StoreLock(directory, channel);
        } catch (IOException | RuntimeException e) {
            if (channel != null) {
                channel.close();
            }
            release(directory);
            throw e;
        }
    }

    private static StoreException locked(Path directory, String holder) {
        String note = holder.isEmpty() ? "another process" : holder.substring(0, Math.min(holder.length(), MAX_NOTE_BYTES));
        return new StoreException(StoreException.Kind.LOCKED, directory, "the metrics here are kept by " + note,
            "stop it first, or use another directory");
    }

    private static void release(Path directory) {
        synchronized (HELD) {
            HELD.remove(directory);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            release(directory);
        }
    }
}
