package dev.anole.agent;

import dev.anole.operation.OperationException;
import dev.anole.operation.Text;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * The right to be the agent of a data directory: {@code run/agent.lock} in it, locked as long as the process lives,
 * however it dies. Whoever holds it owns the socket beside it, so two agents never race for one.
 */
public final class AgentLock implements AutoCloseable {
    /** A process id and a line end have room. */
    private static final int PID_BYTES_MAX = 20;

    private final Path data;
    private final FileChannel file;

    private AgentLock(Path data, FileChannel file) {
        this.data = data;
        this.file = file;
    }

    /**
     * Takes it, and makes {@code run/} if it is not there.
     *
     * @throws OperationException in one line when another process has it, or the directory cannot be used
     */
    public static AgentLock take(Path data) {
        Path directory = data.toAbsolutePath().normalize();
        Path run = directory.resolve("run");
        try {
            Files.createDirectories(run);
            Files.setPosixFilePermissions(run, PosixFilePermissions.fromString("rwx--x--x"));
            FileChannel file = FileChannel.open(run.resolve("agent.lock"), StandardOpenOption.CREATE, StandardOpenOption.READ,
                StandardOpenOption.WRITE);
            if (lock(file).isEmpty()) {
                String pid = holder(file);
                file.close();
                throw taken(directory, pid);
            }
            file.truncate(0).write(StandardCharsets.UTF_8.encode(ProcessHandle.current().pid() + "\n"), 0);
            return new AgentLock(directory, file);
        } catch (IOException e) {
            throw unusable(run, e);
        }
    }

    private static Optional<FileLock> lock(FileChannel file) throws IOException {
        try {
            return Optional.ofNullable(file.tryLock());
        } catch (OverlappingFileLockException e) {
            return Optional.empty();   // held in this very process, which the JDK says in another way
        }
    }

    private static String holder(FileChannel file) throws IOException {
        ByteBuffer pid = ByteBuffer.allocate(PID_BYTES_MAX);
        file.read(pid, 0);
        return new String(pid.array(), 0, pid.position(), StandardCharsets.US_ASCII).strip();
    }

    static OperationException taken(Path data, String pid) {
        String process = pid.isEmpty() ? "" : " (process " + pid + ")";
        String zh = pid.isEmpty() ? "" : "（进程 " + pid + "）";
        return new OperationException(OperationException.Kind.CONFLICT,
            Text.of("another agent" + process + " serves " + data + " already", "已有另一个代理" + zh + "在服务 " + data),
            Text.of("use that one, stop it, or give another --data directory", "请使用它、停止它，或换一个 --data 目录"));
    }

    static OperationException unusable(Path path, IOException e) {
        String reason = e.getClass().getSimpleName() + " " + e.getMessage();
        return OperationException.failed(
            Text.of("the agent cannot use " + path + ": " + reason, "代理无法使用 " + path + "：" + reason),
            Text.of("see that the directory is yours and has room, or give another --data directory",
                "请检查目录的归属和剩余空间，或换一个 --data 目录"), e);
    }

    /** The data directory, absolute. */
    public Path data() {
        return data;
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            // The lock goes with the descriptor, and that is gone.
        }
    }
}
