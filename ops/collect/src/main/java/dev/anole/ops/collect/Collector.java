package dev.anole.ops.collect;

import dev.anole.operation.Host;
import dev.anole.operation.OperationException;
import dev.anole.operation.Probe;
import dev.anole.operation.Service;
import dev.anole.operation.Shape;
import dev.anole.operation.Text;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;

/**
 * Samples the host on a steady schedule and hands the samples to whoever has subscribed.
 *
 * <p>It has one thread, a platform thread: each reading is a system call that holds its thread, and on a virtual thread
 * would hold one of the few carriers that all other tasks share, for as long as a stuck process makes the kernel wait.
 *
 * <p>The schedule keeps to whole periods of the wall clock, so that each second gets one sample; a sample that takes
 * longer than a period skips the ones that were due, and nothing piles up. Rates come from the monotonic clock.
 */
public final class Collector implements Service<CollectorConfiguration> {
    /** Readers at once at most. */
    public static final int SUBSCRIBERS_MAX = 64;

    /** Samples are taken this long after the wall clock's period begins, so that one that wakes early is not in the one before. */
    private static final long PHASE_MILLIS = 2;
    private static final int PERIODS_LATE_MAX = 3;
    private static final long LATE_MILLIS_MIN = 5000;
    private static final long STOP_MILLIS_MAX = 5000;
    /** Between the two samples that rates need, where no collector runs. */
    private static final long ONE_SHOT_MILLIS = 200;

    private final Host host;
    /** Held while a sample is taken, and while somebody else reads the samplers' state. */
    private final ReentrantLock turn = new ReentrantLock();
    private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();
    private volatile CollectorConfiguration configuration = CollectorConfiguration.standard();
    private volatile Optional<Sampling> sampling = Optional.empty();
    private volatile Optional<History> history = Optional.empty();
    private volatile Optional<Sample> latest = Optional.empty();
    private volatile long latestNanos;
    private volatile Optional<Thread> thread = Optional.empty();
    private volatile Optional<Throwable> failure = Optional.empty();

    public Collector(Host host) {
        this.host = host;
    }

    @Override
    public String name() {
        return "collector";
    }

    @Override
    public Shape<CollectorConfiguration> configuration() {
        return Shape.of(CollectorConfiguration.class);
    }

    @Override
    public synchronized void start(CollectorConfiguration wanted) {
        if (thread.isPresent()) {
            throw new IllegalStateException("the collector is running");
        }
        configure(wanted);
        latestNanos = System.nanoTime();
        failure = Optional.empty();
        Thread started = Thread.ofPlatform().daemon().name("anole-collector").unstarted(this::run);
        thread = Optional.of(started);
        started.start();
    }

    @Override
    public boolean ready() {
        return thread.isPresent() && latest.isPresent() && failure.isEmpty();
    }

    @Override
    public Health health() {
        if (failure.isPresent() || thread.isEmpty()) {
            String why = failure.map(Throwable::toString).orElse("not started");
            return new Health.Failed(Text.of("no samples are taken: " + why, "没有采样：" + why),
                Text.of("restart the agent", "请重启代理"));
        }
        long lateMillis = (System.nanoTime() - latestNanos) / 1_000_000;
        Sampling current = sampling.orElseThrow();
        if (lateMillis > Math.max(LATE_MILLIS_MIN, PERIODS_LATE_MAX * configuration.every().toMillis())) {
            String with = current.busyWith();
            return new Health.Impaired(
                Text.of("no sample for " + lateMillis / 1000 + " s; the collector is at: " + (with.isEmpty() ? "waiting" : with),
                    "已有 " + lateMillis / 1000 + " 秒没有采样；采集器停在：" + (with.isEmpty() ? "等待" : with)),
                Text.of("look for a process that hangs in the kernel: host processes, state waiting-for-disk",
                    "请查找卡在内核中的进程：host processes，状态 waiting-for-disk"));
        }
        if (current.refused() > 0) {
            return new Health.Impaired(Text.of("series are left out: there are more than " + Board.SERIES_MAX,
                "序列超过 " + Board.SERIES_MAX + " 个，部分未保存"), Text.of("follow fewer control groups: [collector] groups",
                "请减少跟踪的控制组：[collector] groups"));
        }
        List<String> failing = current.failing();
        return failing.isEmpty() ? new Health.Good() : new Health.Impaired(
            Text.of("these samplers fail: " + String.join(", ", failing), "以下采样失败：" + String.join("、", failing)),
            Text.of("anole host sources says why", "运行 anole host sources 查看原因"));
    }

    /** Takes a new configuration: rates and history begin anew, subscriptions stay. */
    @Override
    public synchronized void reload(CollectorConfiguration wanted) {
        turn.lock();
        try {
            sampling.ifPresent(Sampling::close);
            configure(wanted);
        } finally {
            turn.unlock();
        }
        thread.ifPresent(LockSupport::unpark);
    }

    /** Its successor starts from the kernel's counters, as it did itself. */
    @Override
    public Handover handover() {
        return Handover.nothing();
    }

    @Override
    public synchronized void close() {
        Optional<Thread> running = thread;
        thread = Optional.empty();
        running.ifPresent(t -> {
            LockSupport.unpark(t);
            try {
                t.join(Duration.ofMillis(STOP_MILLIS_MAX));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        subscriptions.forEach(Subscription::ended);
        subscriptions.clear();
    }

    /** Whether samples are being taken. */
    public boolean running() {
        return thread.isPresent() && failure.isEmpty();
    }

    /** The newest sample. */
    public Optional<Sample> latest() {
        return latest;
    }

    /** The last minutes of the whole host's series; empty before the start. */
    public Optional<History> history() {
        return history;
    }

    /** Samples as they come, from the next on. Close it when done. */
    public Subscription subscribe() {
        synchronized (subscriptions) {
            if (subscriptions.size() >= SUBSCRIBERS_MAX) {
                throw new OperationException(OperationException.Kind.CONFLICT,
                    Text.of("the collector has " + SUBSCRIBERS_MAX + " readers already", "采集器已有 " + SUBSCRIBERS_MAX + " 个读者"),
                    Text.of("close a live view", "请关闭一个实时视图"));
            }
            Subscription made = new Subscription(subscriptions::remove);
            subscriptions.add(made);
            return made;
        }
    }

    /** What each sampler finds of its source, by its name; from a moment's look where no samples are being taken. */
    public Map<String, Probe> probes() throws InterruptedException {
        return read().probes();
    }

    /** The host now: the newest sample, or two taken here 200 ms apart where no samples are being taken. */
    Reading read() throws InterruptedException {
        return look((from, sample) -> new Reading(sample, from.processes(), from.probes()));
    }

    /** The same values as Prometheus wants them. */
    String exposition() throws InterruptedException {
        return look((from, _) -> PrometheusText.of(from.board()));
    }

    private <T> T look(BiFunction<Sampling, Sample, T> at) throws InterruptedException {
        turn.lockInterruptibly();
        try {
            if (running() && latest.isPresent()) {
                return at.apply(sampling.orElseThrow(), latest.get());
            }
        } finally {
            turn.unlock();
        }
        try (Sampling own = new Sampling(host, configuration)) {
            own.sample(Tick.now());
            Thread.sleep(ONE_SHOT_MILLIS);
            return at.apply(own, own.sample(Tick.now()));
        }
    }

    /** The kernel log that it follows; empty where no samples are being taken. */
    Optional<KernelLog> kernelLog() {
        return running() ? sampling.map(Sampling::kernelLog) : Optional.empty();
    }

    /** Services that were restarted or failed since it started, oldest first; none where no samples are being taken. */
    List<Incident> serviceIncidents() {
        return running() ? sampling.map(Sampling::serviceIncidents).orElse(List.of()) : List.of();
    }

    /** The host that it samples. */
    Host host() {
        return host;
    }

    private void configure(CollectorConfiguration wanted) {
        configuration = wanted;
        sampling = Optional.of(new Sampling(host, wanted));
        history = Optional.of(new History(wanted.history(), wanted.every()));
    }

    private void run() {
        Thread self = Thread.currentThread();
        try {
            while (stays(self)) {
                Tick tick = Tick.now();
                Sample sample = take(tick);
                for (Subscription subscription : subscriptions) {
                    subscription.put(sample);
                }
                rest(self, tick);
            }
        } catch (RuntimeException | Error e) {
            failure = Optional.of(e);
        } finally {
            turn.lock();
            try {
                // A thread that outlived its close, held up in the kernel, must not end its successor's work.
                if (thread.isEmpty() || stays(self)) {
                    sampling.ifPresent(Sampling::close);
                }
            } finally {
                turn.unlock();
            }
        }
    }

    private boolean stays(Thread self) {
        return thread.isPresent() && thread.get() == self;
    }

    private Sample take(Tick tick) {
        turn.lock();
        try {
            Sample sample = sampling.orElseThrow().sample(tick);
            history.orElseThrow().add(sample, tick);
            latest = Optional.of(sample);
            latestNanos = tick.nanos();
            return sample;
        } finally {
            turn.unlock();
        }
    }

    private void rest(Thread self, Tick tick) {
        CollectorConfiguration now = configuration;
        long periodNanos = now.every().toNanos();
        long periodMillis = Math.max(1, now.every().toMillis());
        long intoPeriod = Math.floorMod(System.currentTimeMillis() - PHASE_MILLIS, periodMillis);
        long until = System.nanoTime() + (periodMillis - intoPeriod) * 1_000_000;
        long skipped = Math.round((double) (until - tick.nanos()) / periodNanos) - 1;
        if (skipped > 0) {
            sampling.orElseThrow().skipped(skipped);
        }
        long left = until - System.nanoTime();
        while (left > 0 && stays(self) && configuration == now) {
            LockSupport.parkNanos(this, left);
            left = until - System.nanoTime();
        }
    }
}
