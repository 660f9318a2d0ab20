package dev.anole.console.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Writes server-sent events (WHATWG HTML, 9.2). Each write reaches the client at once and blocks while the client is
 * slow; one that does not read at all is dropped after {@link Listener#IDLE_MAX}. Several threads may write.
 */
public final class EventStream {
    public static final String MEDIA_TYPE = "text/event-stream";
    /** How often something is written when there is no news, so that a client that has gone is noticed. */
    public static final long HEARTBEAT_MILLIS = 10_000;

    private final OutputStream out;
    private final ReentrantLock turn = new ReentrantLock();

    public EventStream(OutputStream out) {
        this.out = out;
    }

    /** Tells the client how long to wait before it comes back after a break. */
    public void retry(long millis) throws IOException {
        write("retry: " + millis + "\n\n");
    }

    /** An event that the client need not know again. */
    public void event(String name, String data) throws IOException {
        write("event: " + name + "\n" + lines(data) + "\n");
    }

    /** An event with an id, which the client sends as {@code Last-Event-ID} when it comes back. */
    public void event(String name, String id, String data) throws IOException {
        write("id: " + id + "\nevent: " + name + "\n" + lines(data) + "\n");
    }

    public void heartbeat() throws IOException {
        write(": \n\n");
    }

    private static String lines(String data) {
        // JSON has no line breaks of its own; other text may.
        return data.indexOf('\n') < 0 && data.indexOf('\r') < 0 ? "data: " + data + "\n"
            : data.lines().map(l -> "data: " + l + "\n").reduce("", String::concat);
    }

    private void write(String text) throws IOException {
        turn.lock();
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        } finally {
            turn.unlock();
        }
    }

    /**
     * Writes a heartbeat every {@value #HEARTBEAT_MILLIS} ms beside what else is written, until it is closed. Over
     * HTTP/1.1 a server learns only by writing that its client has gone.
     *
     * @param whenGone called at most once, when it has
     */
    public Heart heart(Runnable whenGone) {
        return new Heart(Thread.ofVirtual().name("heartbeat").start(() -> {
            try {
                while (true) {
                    Thread.sleep(HEARTBEAT_MILLIS);
                    heartbeat();
                }
            } catch (IOException e) {
                whenGone.run();
            } catch (InterruptedException e) {
                // The stream has ended.
            }
        }));
    }

    /** Beats until it is closed. */
    public record Heart(Thread thread) implements AutoCloseable {
        @Override
        public void close() {
            thread.interrupt();
        }
    }
}
