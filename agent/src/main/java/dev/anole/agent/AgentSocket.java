package dev.anole.agent;

import dev.anole.operation.OperationException;
import dev.anole.operation.Text;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Where an agent listens: {@code run/agent.sock} in its data directory, owned by whoever holds the {@link AgentLock}. */
final class AgentSocket implements AutoCloseable {
    /** Longest path that an address holds, in bytes: {@code sun_path} of unix(7) without its end. */
    static final int PATH_BYTES_MAX = 107;
    /** Connections that the kernel keeps until they are accepted. */
    private static final int BACKLOG = 32;

    private final Path path;
    private final ServerSocketChannel channel;

    private AgentSocket(Path path, ServerSocketChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** The socket's path in a data directory. */
    static Path in(Path data) {
        return data.toAbsolutePath().normalize().resolve("run").resolve("agent.sock");
    }

    /** Refuses a directory whose socket would have too long a path, before anything is made in it. */
    static void check(Path data) {
        Path path = in(data);
        if (path.toString().getBytes(StandardCharsets.UTF_8).length > PATH_BYTES_MAX) {
            throw OperationException.usage(
                Text.of("the path " + path + " is longer than the " + PATH_BYTES_MAX + " bytes that Linux allows a socket",
                    "路径 " + path + " 超过 Linux 对套接字路径的 " + PATH_BYTES_MAX + " 字节限制"),
                Text.of("choose a shorter --data directory", "请选择更短的 --data 目录"));
        }
    }

    /**
     * Listens; what a killed agent left is replaced.
     *
     * @throws OperationException when somebody answers there all the same, or the directory cannot be used
     */
    static AgentSocket listen(AgentLock lock) {
        Path path = in(lock.data());
        try {
            if (Files.exists(path)) {
                // The lock says that it is stale; a program that does not know the lock is asked as well.
                if (answers(path)) {
                    throw AgentLock.taken(lock.data(), "");
                }
                Files.delete(path);
            }
            return new AgentSocket(path, bind(path));
        } catch (IOException e) {
            throw AgentLock.unusable(path, e);
        }
    }

    private static ServerSocketChannel bind(Path path) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.bind(UnixDomainSocketAddress.of(path), BACKLOG);
            // Anybody may connect; who may speak is decided by the peer's credentials.
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw-rw-"));
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static boolean answers(Path path) {
        try (SocketChannel _ = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    Path path() {
        return path;
    }

    /** Waits for the next caller. */
    SocketChannel accept() throws IOException {
        return channel.accept();
    }

    @Override
    public void close() {
        try {
            channel.close();
            Files.deleteIfExists(path);
        } catch (IOException e) {
            System.getLogger(AgentSocket.class.getName()).log(System.Logger.Level.WARNING,
                "the agent's socket " + path + " could not be removed: " + e.getMessage());
        }
    }
}
