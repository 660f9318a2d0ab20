package dev.anole.console.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.anole.console.gate.Caller;
import dev.anole.console.gate.Gate;
import dev.anole.console.http.ProblemDocument;
import dev.anole.console.http.Refusal;
import dev.anole.console.live.AgentLink;
import dev.anole.operation.Actor;
import dev.anole.operation.Json;
import dev.anole.operation.Language;
import dev.anole.operation.Mode;
import dev.anole.operation.Operation;
import dev.anole.operation.TaskEvent;
import dev.anole.operation.TaskId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.StatusCode;

/**
 * An operation over a WebSocket. The first message says what is asked:
 * <pre>{"input": {…}, "csrf": "…", "confirm": "host", "preview": false}</pre>
 * then each event of the task comes as {@code {"event": "item", "data": {…}}} (bytes as binary messages), last
 * {@code ended}, and the socket closes. Any further message, or closing, stops the task. A browser's own check of origins
 * does not hold for WebSockets, so a session has to show its CSRF token here too.
 */
public final class OperationSocket implements Session.Listener.AutoDemanding {
    /** How long a slow reader may take for one message, in seconds. */
    static final int SEND_SECONDS_MAX = 30;
    private static final long PING_MILLIS = 20_000;

    private final Operation<?, ?> operation;
    private final Caller caller;
    private final Language language;
    private final AgentLink link;
    private volatile Optional<Session> session = Optional.empty();
    private volatile Optional<TaskId> task = Optional.empty();
    private volatile Optional<Thread> worker = Optional.empty();
    private volatile boolean closed;

    OperationSocket(Operation<?, ?> operation, Caller caller, Language language, AgentLink link) {
        this.operation = Objects.requireNonNull(operation, "operation");
        this.caller = Objects.requireNonNull(caller, "caller");
        this.language = Objects.requireNonNull(language, "language");
        this.link = Objects.requireNonNull(link, "link");
    }

    @Override
    public void onWebSocketOpen(Session opened) {
        session = Optional.of(opened);
        Thread.ofVirtual().name("socket ping").start(() -> {
            try {
                while (!closed) {
                    Thread.sleep(PING_MILLIS);
                    opened.sendPing(ByteBuffer.allocate(0), Callback.NOOP);
                }
            } catch (InterruptedException | RuntimeException e) {
                closed = true;
            }
        });
    }

    @Override
    public synchronized void onWebSocketText(String message) {
        if (worker.isPresent()) {
            stop();
            return;
        }
        worker = Optional.of(Thread.ofVirtual().name("socket " + operation.name()).start(() -> work(message)));
    }

    private void work(String message) {
        Session open = session.orElseThrow();
        try {
            Order order = order(message);
            Actor actor = caller.actor();
            TaskId started = link.start(operation.name(), order.input(), actor, order.mode());
            task = Optional.of(started);
            if (closed) {
                stop();
            }
            send(open, "{\"event\":\"started\",\"data\":{\"task\":\"" + started + "\"}}");
            link.follow(started, event -> tell(open, event));
            open.close(StatusCode.NORMAL, "", Callback.NOOP);
        } catch (OperationsApi.ReaderLeft e) {
            open.disconnect();
        } catch (InterruptedException e) {
            open.close(StatusCode.SHUTDOWN, "", Callback.NOOP);
        } catch (RuntimeException e) {
            Refusal refusal = Refusal.from(e);
            if (open.isOpen()) {
                send(open, "{\"event\":\"refused\",\"data\":" + ProblemDocument.write(refusal, language) + "}");
                open.close(StatusCode.NORMAL, "", Callback.NOOP);
            }
        } finally {
            closed = true;
        }
    }

    private Order order(String message) {
        Optional<Record> input = Optional.empty();
        String csrf = "";
        Optional<String> confirm = Optional.empty();
        boolean preview = false;
        try (JsonParser from = Json.factory().createParser(message)) {
            if (from.nextToken() != JsonToken.START_OBJECT) {
                throw Refusal.badRequest("an object {…} is expected", "应为对象 {…}");
            }
            while (from.nextToken() == JsonToken.FIELD_NAME) {
                String field = from.currentName();
                from.nextToken();
                switch (field) {
                    case "input" -> input = Optional.of(Json.read(from, operation.input(), Json.Unknown.REFUSE));
                    case "csrf" -> csrf = from.getText();
                    case "confirm" -> confirm = Optional.of(from.getText());
                    case "preview" -> preview = from.getBooleanValue();
                    default -> throw Refusal.badRequest("there is no property " + field, "没有属性 " + field);
                }
            }
        } catch (IOException e) {
            throw Refusal.badRequest("the message is not JSON", "消息不是 JSON");
        }
        if (caller instanceof Caller.InBrowser browser && !Gate.matches(browser, csrf)) {
            throw Gate.badCsrf();
        }
        Order order = new Order(operation, input.orElseGet(() -> operation.input().make(Map.of())), preview ? Mode.PREVIEW : Mode.RUN);
        order.confirmed(confirm, link.host());
        return order;
    }

    private void tell(Session open, TaskEvent event) {
        if (event instanceof TaskEvent.Chunk(byte[] bytes)) {
            await(Callback.Completable.with(c -> open.sendBinary(ByteBuffer.wrap(bytes), c)));
        } else {
            send(open, EventDocument.of(event, language).message());
        }
    }

    private static void send(Session open, String message) {
        await(Callback.Completable.with(c -> open.sendText(message, c)));
    }

    /** Waits until it is on its way, so that a slow reader slows the task down and nothing piles up. */
    private static void await(Callback.Completable sent) {
        try {
            sent.get(SEND_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new OperationsApi.ReaderLeft(new IOException("the reader of the socket has gone", e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OperationsApi.ReaderLeft(new IOException("stopped", e));
        }
    }

    @Override
    public void onWebSocketClose(int status, String reason, Callback callback) {
        closed = true;
        stop();
        callback.succeed();
    }

    @Override
    public void onWebSocketError(Throwable cause) {
        closed = true;
        stop();
    }

    private void stop() {
        task.ifPresent(t -> Thread.ofVirtual().start(() -> {
            try {
                link.ask(a -> {
                    a.stop(t, caller.actor());
                    return true;
                });
            } catch (RuntimeException e) {
                System.getLogger(OperationSocket.class.getName()).log(System.Logger.Level.DEBUG, "task " + t + " was not stopped", e);
            }
        }));
    }
}
