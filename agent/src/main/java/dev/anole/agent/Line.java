package dev.anole.agent;

import dev.anole.operation.Door;
import dev.anole.operation.OperationException;
import dev.anole.operation.Shape;
import dev.anole.operation.Text;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Optional;

/** The caller's side of one connection, greeted and ready for calls. */
final class Line implements AutoCloseable {
    private final Path socket;
    private final Connection connection;
    private final Connections among;
    private boolean used;
    private long usedNanos = System.nanoTime();

    private Line(Path socket, Connection connection, Connections among) {
        this.socket = socket;
        this.connection = connection;
        this.among = among;
    }

    /** The connection was lost before the answer; whether the agent has heard the call is not known. */
    static final class Lost extends RuntimeException {
        private static final long serialVersionUID = 1;

        Lost(String reason, IOException cause) {
            super(reason, cause);
        }
    }

    /**
     * Connects and greets.
     *
     * @throws IOException        when nobody answers
     * @throws OperationException when the agent refuses this process or its version
     */
    static Line open(Path socket, Door door, Wire.Versions versions, Connections among) throws IOException {
        SocketChannel channel = SocketChannel.open(java.net.StandardProtocolFamily.UNIX);
        Connection connection = new Connection(channel);
        among.add(connection);
        try {
            connection.within(Wire.HELLO_SECONDS_MAX);
            channel.connect(UnixDomainSocketAddress.of(socket));
            connection.write(Wire.hello(versions, door));
            Frame frame = connection.read(Wire.HELLO_BYTES_MAX).orElseThrow(() -> new IOException("it closed the connection"));
            Wire.Welcome welcome = Wire.greeting(Shape.of(Wire.Welcome.class), frame);
            if (welcome.refusal().isPresent()) {
                throw welcome.refusal().get().toException();
            }
            if (welcome.version() < versions.oldest() || welcome.version() > versions.newest()) {
                throw new WireException("version " + welcome.version() + ", which was not offered");
            }
            connection.unhurried();
            return new Line(socket, connection, among);
        } catch (IOException e) {
            among.end(connection);
            throw connection.expired() ? new IOException("no greeting within " + Wire.HELLO_SECONDS_MAX + " s", e) : e;
        } catch (RuntimeException e) {
            among.end(connection);
            throw e;
        }
    }

    /** Whether a call has been answered on it before. */
    boolean used() {
        return used;
    }

    /** A call has been answered on it. */
    void answered() {
        used = true;
        usedNanos = System.nanoTime();
        connection.unhurried();
    }

    long idleNanos() {
        return System.nanoTime() - usedNanos;
    }

    void send(Frame frame) {
        try {
            connection.within(Wire.ANSWER_SECONDS_MAX);
            connection.write(frame);
        } catch (IOException e) {
            throw lost(e);
        }
    }

    /** The next message, which has {@link Wire#ANSWER_SECONDS_MAX} to come; a refusal is thrown. */
    Reply reply() {
        connection.within(Wire.ANSWER_SECONDS_MAX);
        Frame frame = next();
        Reply reply = Reply.of(frame);
        if (reply instanceof Reply.Refused refused) {
            throw refused.problem().toException();
        }
        return reply;
    }

    /** From now on an answer may take as long as it takes. */
    void patient() {
        connection.unhurried();
    }

    /** The next frame, whatever it is. */
    Frame next() {
        try {
            Optional<Frame> frame = connection.read(Frame.LENGTH_MAX);
            return frame.orElseThrow(() -> new Lost("it closed the connection", new IOException("end of stream")));
        } catch (IOException e) {
            throw lost(e);
        }
    }

    private Lost lost(IOException e) {
        if (e instanceof ClosedByInterruptException) {
            return new Lost("interrupted", e);
        }
        if (connection.expired()) {
            return new Lost("it did not answer within " + Wire.ANSWER_SECONDS_MAX + " s", e);
        }
        return new Lost(Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName()), e);
    }

    /** An answer that belongs to another call. */
    WireException unexpected(Reply reply) {
        return new WireException("the answer " + reply.getClass().getSimpleName() + ", which belongs to another call");
    }

    /** What a person reads when the connection was lost. */
    OperationException gone(Lost e) {
        return OperationException.failed(
            Text.of("the agent at " + socket + " went away (" + e.getMessage() + ")", "与代理 " + socket + " 的连接中断（" + e.getMessage() + "）"),
            Text.of("see anole tasks list when it is back, and try again", "请在它恢复后查看 anole tasks list 再重试"), e);
    }

    @Override
    public void close() {
        among.end(connection);
    }
}
