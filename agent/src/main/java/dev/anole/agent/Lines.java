package dev.anole.agent;

import dev.anole.operation.Door;
import dev.anole.operation.OperationException;
import dev.anole.operation.Text;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A caller's connections to one agent. Calls that only ask are sent on a connection that was used before, and once more
 * on a fresh one when that has died in the meantime. Calls that act are sent once, on a fresh connection: one that was
 * lost before its answer may have been done.
 */
final class Lines implements AutoCloseable {
    /** Connections that are kept for the next call. */
    private static final int KEPT_MAX = 2;
    /** How long they are kept: well below the time after which the agent closes them. */
    private static final long KEPT_NANOS = TimeUnit.SECONDS.toNanos(Wire.IDLE_SECONDS_MAX / 3);

    private final Path socket;
    private final Door door;
    private final Wire.Versions versions;
    private final Connections open = new Connections("agent caller");
    private final ArrayDeque<Line> kept = new ArrayDeque<>();

    Lines(Path socket, Door door, Wire.Versions versions) {
        this.socket = socket;
        this.door = door;
        this.versions = versions;
    }

    /** Nobody listens. */
    static final class NobodyThere extends RuntimeException {
        private static final long serialVersionUID = 1;

        NobodyThere(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }

    /**
     * Sees whether somebody answers, and keeps the connection.
     *
     * @throws NobodyThere        when nobody does
     * @throws OperationException when somebody refuses
     */
    void probe() {
        keep(connect());
    }

    private Line connect() {
        try {
            return Line.open(socket, door, versions, open);
        } catch (IOException e) {
            throw new NobodyThere(e);
        } catch (WireException e) {
            throw strange(e);
        }
    }

    /** A fresh connection. */
    Line open() {
        try {
            return connect();
        } catch (NobodyThere e) {
            throw RemoteAgent.absent(socket, String.valueOf(e.getMessage()));
        }
    }

    /** Sends a call that changes nothing. */
    <T> T ask(Call call, Function<Line, T> answer) {
        Line line = reuse();
        try {
            return converse(line, call, answer);
        } catch (Line.Lost e) {
            if (!line.used() || Thread.currentThread().isInterrupted()) {
                throw line.gone(e);
            }
        }
        Line fresh = open();
        try {
            return converse(fresh, call, answer);
        } catch (Line.Lost e) {
            throw fresh.gone(e);
        }
    }

    private <T> T converse(Line line, Call call, Function<Line, T> answer) {
        boolean whole = false;
        try {
            line.send(Call.frame(call));
            T result = answer.apply(line);
            whole = true;
            return result;
        } catch (OperationException refused) {
            whole = true;
            throw refused;
        } catch (WireException e) {
            throw strange(e);
        } finally {
            if (whole) {
                keep(line);
            } else {
                line.close();
            }
        }
    }

    /** Does something once, on a connection of its own. */
    <T> T act(Function<Line, T> action) {
        try (Line line = open()) {
            try {
                return action.apply(line);
            } catch (Line.Lost e) {
                throw line.gone(e);
            } catch (WireException e) {
                throw strange(e);
            }
        }
    }

    private OperationException strange(WireException e) {
        return OperationException.failed(
            Text.of("what answers at " + socket + " does not speak as an agent does: " + e.getMessage(),
                socket + " 的应答不符合代理协议：" + e.getMessage()),
            Text.of("restart the agent with this version of Anole", "请用此版本的 Anole 重启代理"), e);
    }

    private Line reuse() {
        while (true) {
            Line line;
            synchronized (kept) {
                line = kept.pollLast();
            }
            if (line == null) {
                return open();
            }
            if (line.idleNanos() < KEPT_NANOS) {
                return line;
            }
            line.close();
        }
    }

    private void keep(Line line) {
        line.answered();
        synchronized (kept) {
            if (kept.size() < KEPT_MAX) {
                kept.addLast(line);
                return;
            }
        }
        line.close();
    }

    @Override
    public void close() {
        open.close();
    }
}
