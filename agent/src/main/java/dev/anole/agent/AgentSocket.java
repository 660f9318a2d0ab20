package dev.anole.agent;

import dev.anole.operation.OperationException;
import dev.anole.operation.Text;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Where an agent listens: {@code run/agent.sock} in its data directory, with {@code run/agent.lock} beside it. Whoever
 * holds the lock owns the socket, so two agents never race for it, and what an agent leaves when it is killed is replaced
 * by the next one.
 */
final class AgentSocket implements AutoCloseable {
    /** Longest path that an address holds, in bytes: {@code sun_path} of unix(7) without its end. */
    static final int PATH_BYTES_MAX = 107;
    /** Connections that the kernel keeps until they are accepted. */
    private static final int BACKLOG = 32;

    private final Path socket;
    private final FileChannel lockFile;
    private final ServerSocketChannel channel;

    private AgentSocket(Path socket, FileChannel lockFile, ServerSocketChannel channel) {
        this.socket = socket;
        this.lockFile = lockFile;
        this.channel = channel;
    }

    /** The socket's path in a data directory. */
    static Path in(Path data) {
        return data.toAbsolutePath().normalize().resolve("run").resolve("agent.sock");
    }

    /**
     * Listens.
     *
     * @throws OperationException when another agent does, or the directory cannot be used
     */
    static AgentSocket listen(Path data) {
        Path socket = in(data);
        if (socket.toString().getBytes(StandardCharsets.UTF_8).length > PATH_BYTES_MAX) {
            throw OperationException.usage(
                Text.of("the path " + socket + " is longer than the " + PATH_BYTES_MAX + " bytes that Linux allows a socket",
                    "路径 " + socket + " 超过 Linux 对套接字路径的 " + PATH_BYTES_MAX + " 字节限制"),
                Text.of("choose a shorter --data directory", "请选择更短的 --data 目录"));
        }
        try {
            Files.createDirectories(socket.getParent());
            Files.setPosixFilePermissions(socket.getParent(), PosixFilePermissions.fromString("rwx--x--x"));
            FileChannel lock = lock(socket);
            try {
                return new AgentSocket(socket, lock, bind(socket));
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw OperationException.failed(
                Text.of("the agent cannot listen at " + socket + ": " + reason(e), "代理无法在 " + socket + " 监听：" + reason(e)),
                Text.of("see that the directory is yours and has room, or give another --data directory",
                    "请检查目录的归属和剩余空间，或换一个 --data 目录"), e);
        }
    }

    private static String reason(IOException e) {
        return e.getClass().getSimpleName() + " " + e.getMessage();
    }

    private static FileChannel lock(Path socket) throws IOException {
        Path path = socket.resolveSibling("agent.lock");
        FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileLock lock;
        try {
            lock = file.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;   // held in this process: the JDK says it so, and answers null for another process
        }
        if (lock == null) {
            String holder = holder(file);
            file.close();
            throw taken(socket, holder);
        }
        file.truncate(0).write(StandardCharsets.UTF_8.encode(ProcessHandle.current().pid() + "\n"), 0);
        return file;
    }

    private static String holder(FileChannel file) throws IOException {
        ByteBuffer pid = ByteBuffer.allocate(20);
        file.read(pid, 0);
        return new String(pid.array(), 0, pid.position(), StandardCharsets.US_ASCII).strip();
    }

    private static OperationException taken(Path socket, String pid) {
        String process = pid.isEmpty() ? "" : " (process " + pid + ")";
        String zh = pid.isEmpty() ? "" : "（进程 " + pid + "）";
        return new OperationException(OperationException.Kind.CONFLICT,
            Text.of("another agent" + process + " serves " + socket.getParent().getParent() + " already",
                "已有另一个代理" + zh + "在服务 " + socket.getParent().getParent()),
            Text.of("use that one, stop it, or give another --data directory", "请使用它、停止它，或换一个 --data 目录"));
    }

    private static ServerSocketChannel bind(Path socket) throws IOException {
        if (Files.exists(socket)) {
            // The lock says that it is stale; a program that does not know the lock is asked as well.
            if (answers(socket)) {
                throw taken(socket, "");
            }
            Files.delete(socket);
        }
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.bind(UnixDomainSocketAddress.of(socket), BACKLOG);
            // Anybody may connect; who may speak is decided by the peer's credentials.
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw-rw-"));
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static boolean answers(Path socket) {
        try (SocketChannel _ = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    Path path() {
        return socket;
    }

    /** Waits for the next caller. */
    SocketChannel accept() throws IOException {
        return channel.accept();
    }

    @Override
    public void close() {
        try {
            channel.close();
            Files.deleteIfExists(socket);
            lockFile.close();
        } catch (IOException e) {
            System.getLogger(AgentSocket.class.getName()).log(System.Logger.Level.WARNING,
                "the agent's socket " + socket + " could not be removed: " + e.getMessage());
        }
    }
}
