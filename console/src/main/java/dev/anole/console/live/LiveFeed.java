package dev.anole.console.live;

import dev.anole.console.http.Refusal;
import dev.anole.operation.Catalog;
import dev.anole.operation.Component;
import dev.anole.operation.Mode;
import dev.anole.operation.Operation;
import dev.anole.operation.OperationName;
import dev.anole.operation.Output;
import dev.anole.operation.TaskEvent;
import dev.anole.operation.TaskId;
import dev.anole.operation.Text;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Follows {@code host samples} through the agent, once for all who look: the recorder of the history, and any number of
 * clients, each with a short queue of its own. When the agent is lost it says so, and tries again every second.
 */
public final class LiveFeed implements AutoCloseable {
    /** The operation that gives a sample every second. */
    public static final OperationName SAMPLES = OperationName.of("host samples");
    /** Samples that are kept for who comes back with {@code Last-Event-ID}. */
    public static final int KEPT_MAX = 60;
    /** Clients at the same time. */
    public static final int CLIENTS_MAX = 256;
    /** How long it waits after the stream has ended, in milliseconds. */
    private static final long RETRY_MILLIS = 1_000;

    private final AgentLink link;
    private final Operation<?, ?> samples;
    private final Component at;
    private final Component values;
    private final Consumer<? super Sample> recorder;
    private final Set<Subscription> subscriptions = new HashSet<>();
    private final ArrayDeque<Sample> kept = new ArrayDeque<>();
    private Optional<Thread> follower = Optional.empty();
    private volatile boolean closed;

    private LiveFeed(AgentLink link, Operation<?, ?> samples, Component at, Component values, Consumer<? super Sample> recorder) {
        this.link = link;
        this.samples = samples;
        this.at = at;
        this.values = values;
        this.recorder = recorder;
    }

    /**
     * A feed of a catalog's samples; empty when it has none.
     *
     * @param recorder gets each sample first, in the feed's own thread
     */
    public static Optional<LiveFeed> of(AgentLink link, Catalog catalog, Consumer<? super Sample> recorder) {
        Objects.requireNonNull(recorder, "recorder");
        return catalog.find(SAMPLES).flatMap(o -> o.output() instanceof Output.Items<?>(var shape)
            ? Optional.of(new LiveFeed(link, o, shape.component("at").orElseThrow(), shape.component("values").orElseThrow(), recorder))
            : Optional.empty());
    }

    /** Begins to follow. */
    public synchronized void start() {
        if (follower.isEmpty() && !closed) {
            follower = Optional.of(Thread.ofVirtual().name("live feed").start(this::follow));
        }
    }

    private void follow() {
        while (!closed) {
            try {
                link.greet();
                TaskId task = link.start(samples.name(), samples.input().make(Map.of()), AgentLink.CONSOLE, Mode.RUN);
                link.follow(task, event -> {
                    if (event instanceof TaskEvent.Item(Record item)) {
                        publish(sample(item));
                    }
                });
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                System.getLogger(LiveFeed.class.getName()).log(System.Logger.Level.DEBUG, "the live feed is interrupted", e);
            }
            tellLost();
            try {
                Thread.sleep(RETRY_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private Sample sample(Record item) {
        @SuppressWarnings("unchecked")   // the shape says that it is a map of numbers
        Map<String, Double> map = (Map<String, Double>) values.value(item);
        return new Sample((Instant) at.value(item), map, item);
    }

    private synchronized void tellLost() {
        link.lostSince().ifPresent(since -> subscriptions.forEach(s -> s.lost(since)));
    }

    private void publish(Sample sample) {
        try {
            recorder.accept(sample);
        } catch (RuntimeException e) {
            System.getLogger(LiveFeed.class.getName()).log(System.Logger.Level.DEBUG, "a sample was not recorded", e);
        }
        synchronized (this) {
            kept.addLast(sample);
            if (kept.size() > KEPT_MAX) {
                kept.removeFirst();
            }
            subscriptions.forEach(s -> s.sampled(sample));
        }
    }

    /** The newest samples, oldest first. */
    public synchronized List<Sample> recent() {
        return List.copyOf(kept);
    }

    /**
     * A client's own queue. It begins with what came after the sample that the client has seen last, or with the newest.
     *
     * @param seen the time of that sample
     * @throws Refusal when there are {@value #CLIENTS_MAX} clients already
     */
    public synchronized Subscription subscribe(Optional<Instant> seen) {
        if (subscriptions.size() >= CLIENTS_MAX) {
            throw Refusal.of(503, Text.of(CLIENTS_MAX + " clients watch already", "已有 " + CLIENTS_MAX + " 个客户端在观看"),
                Text.of("close some, or try again later", "请关闭一些，或稍后重试")).with("Retry-After", "10");
        }
        List<Sample> missed = seen.map(s -> kept.stream().filter(k -> k.at().isAfter(s)).toList())
            .orElseGet(() -> kept.isEmpty() ? List.of() : List.of(kept.getLast()));
        Subscription subscription = new Subscription(missed, this::unsubscribe);
        subscriptions.add(subscription);
        link.lostSince().ifPresent(subscription::lost);
        return subscription;
    }

    private synchronized void unsubscribe(Subscription subscription) {
        subscriptions.remove(subscription);
    }

    /** Clients that watch now. */
    public synchronized int clients() {
        return subscriptions.size();
    }

    @Override
    public void close() {
        closed = true;
        List<Subscription> open;
        synchronized (this) {
            follower.ifPresent(Thread::interrupt);
            open = List.copyOf(subscriptions);
        }
        open.forEach(Subscription::close);
    }
}
