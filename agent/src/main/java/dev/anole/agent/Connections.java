package dev.anole.agent;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The open connections of one side, and the thread that closes those whose time has passed: a blocking channel has no
 * timeout of its own.
 */
final class Connections implements AutoCloseable {
    private static final long SWEEP_MILLIS = 250;

    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private final Thread sweeper;
    private volatile boolean closed;

    Connections(String whose) {
        sweeper = Thread.ofVirtual().name(whose + " deadlines").start(this::sweep);
    }

    private void sweep() {
        try {
            while (!closed) {
                Thread.sleep(SWEEP_MILLIS);
                long now = System.nanoTime();
                open.forEach(c -> c.expire(now));
            }
        } catch (InterruptedException e) {
            // close() asks for the end
        }
    }

    void add(Connection connection) {
        open.add(connection);
        if (closed) {
            connection.close();
        }
    }

    /** Closes one of them. */
    void end(Connection connection) {
        open.remove(connection);
        connection.close();
    }

    @Override
    public void close() {
        closed = true;
        sweeper.interrupt();
        open.forEach(Connection::close);
    }
}
