package dev.anole.ops.collect;

import dev.anole.operation.OperationException;
import dev.anole.operation.Text;
import java.time.Duration;
import java.util.List;

/** Follows samples for a live view: the running collector's, or, where none runs, its own. */
final class Live {
    private static final Duration WAIT = Duration.ofSeconds(5);
    private static final Duration JUDGED = Duration.ofSeconds(10);
    /** The first own sample with rates comes this soon. */
    private static final long FIRST_MILLIS = 200;

    /**
     * Means over the time that is judged.
     *
     * @param span that time in words
     */
    record Judged(WaitJudge.Means means, Text span) {
        static Judged of(History history, Sample sample) {
            long seconds = Math.min(JUDGED.toSeconds(), Math.max(1, history.span().toSeconds() + 1));
            return new Judged(series -> history.mean(series, JUDGED), Text.of("the last " + seconds + " s", "最近 " + seconds + " 秒"));
        }

        static Judged of(Sample sample) {
            return new Judged(sample::value, Text.of("the last 0.2 s", "最近 0.2 秒"));
        }
    }

    /** Takes what comes. */
    interface Reader {
        void take(Sample sample, List<ProcessSample> processes, Judged judged);
    }

    private Live() {
    }

    /**
     * Gives samples with all processes until the reader has had enough.
     *
     * @param count how many; 0 for no end
     */
    static void follow(Collector collector, int count, Reader reader) throws InterruptedException {
        if (collector.running()) {
            try (Subscription samples = collector.subscribe()) {
                for (int i = 0; count == 0 || i < count; i++) {
                    Sample sample = next(collector, samples);
                    reader.take(sample, collector.read().processes(), Judged.of(collector.history().orElseThrow(), sample));
                }
            }
        } else {
            own(collector, count, reader);
        }
    }

    /** The next sample of a running collector. */
    static Sample next(Collector collector, Subscription samples) throws InterruptedException {
        while (true) {
            var sample = samples.next(WAIT);
            if (sample.isPresent()) {
                return sample.get();
            }
            if (!samples.isOpen() || !collector.running()) {
                throw new OperationException(OperationException.Kind.STOPPED,
                    Text.of("the collector has stopped", "采集器已停止"), Text.of("restart the agent", "请重启代理"));
            }
        }
    }

    private static void own(Collector collector, int count, Reader reader) throws InterruptedException {
        CollectorConfiguration configuration = CollectorConfiguration.standard();
        History history = new History(configuration.history(), configuration.every());
        try (Sampling sampling = new Sampling(collector.host(), configuration)) {
            sampling.sample(Tick.now());
            for (int i = 0; count == 0 || i < count; i++) {
                Thread.sleep(i == 0 ? FIRST_MILLIS : configuration.every().toMillis());
                Tick tick = Tick.now();
                Sample sample = sampling.sample(tick);
                history.add(sample, tick);
                reader.take(sample, sampling.processes(), Judged.of(history, sample));
            }
        }
    }
}
