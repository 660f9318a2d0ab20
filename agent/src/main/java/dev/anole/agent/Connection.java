package dev.anole.agent;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A socket with frames on it, and a time until which it has to get on. {@link Connections} closes it when that has
 * passed; whoever waits in a read or write then gets an exception, and {@link #expired()} says why.
 */
final class Connection implements AutoCloseable {
    private static final long NEVER = Long.MAX_VALUE;

    private final SocketChannel channel;
    private final FrameReader reader;
    private final FrameWriter writer;
    private volatile long deadlineNanos = NEVER;
    private volatile boolean expired;

    Connection(SocketChannel channel) {
        this.channel = channel;
        this.reader = new FrameReader(channel);
        this.writer = new FrameWriter(channel);
    }

    SocketChannel channel() {
        return channel;
    }

    /** From now on the connection has so much time, whatever it had before. */
    void within(int seconds) {
        // Never the value that stands for no deadline, however the clock's origin lies.
        deadlineNanos = Math.min(NEVER - 1, System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds));
    }

    /** From now on nobody is in a hurry. */
    void unhurried() {
        deadlineNanos = NEVER;
    }

    /** Closes the connection when its time has passed. */
    void expire(long nowNanos) {
        if (deadlineNanos != NEVER && nowNanos - deadlineNanos > 0) {
            expired = true;
            close();
        }
    }

    /** Whether it was closed because its time had passed. */
    boolean expired() {
        return expired;
    }

    /** Waits for a frame to begin; once it has, it has {@link Wire#FRAME_SECONDS_MAX} to arrive. */
    Optional<FrameReader.Header> header(int lengthMax) throws IOException {
        return reader.header(lengthMax, () -> within(Wire.FRAME_SECONDS_MAX));
    }

    Frame payload(FrameReader.Header of) throws IOException {
        return reader.payload(of);
    }

    /** The next frame; empty when the peer has closed. */
    Optional<Frame> read(int lengthMax) throws IOException {
        Optional<FrameReader.Header> header = header(lengthMax);
        return header.isEmpty() ? Optional.empty() : Optional.of(payload(header.get()));
    }

    void write(Frame frame) throws IOException {
        writer.write(frame);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // A socket that cannot be closed is closed: the descriptor is gone (close(2)).
        }
    }
}
