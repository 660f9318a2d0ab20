package dev.anole.ops.collect;

import dev.anole.operation.Probe;
import dev.anole.operation.Text;
import java.util.Optional;

/**
 * A sampler that cannot take the others with it: when it fails, by whatever exception, it rests and is tried again later.
 * Meanwhile its probe tells what happened, and the log does so once, however often it fails in the same place.
 */
final class WatchedSampler implements AutoCloseable {
    /** How long a sampler that has failed is left alone. */
    static final int REST_SECONDS = 30;

    private final Sampler sampler;
    private volatile Optional<Probe> failure = Optional.empty();
    private long restUntilNanos;
    private String told = "";

    WatchedSampler(Sampler sampler) {
        this.sampler = sampler;
    }

    String name() {
        return sampler.name();
    }

    /** Whether it is time for it: always, but for the rest after a failure. */
    boolean due(Tick tick) {
        return failure.isEmpty() || tick.nanos() - restUntilNanos >= 0;
    }

    /** Lets it read. Never throws: a mistake in one sampler leaves a gap in its series and in no other. */
    void sample(Tick tick) {
        try {
            sampler.sample(tick);
            failure = Optional.empty();
        } catch (RuntimeException e) {
            restUntilNanos = tick.nanos() + REST_SECONDS * 1_000_000_000L;
            failure = Optional.of(Probe.unavailable(Text.of("the " + name() + " sampler failed", name() + " 采样失败"), String.valueOf(e),
                Text.of("it is tried again every " + REST_SECONDS + " s; report this line if it lasts",
                    "每 " + REST_SECONDS + " 秒重试一次；如果持续出现，请报告这一行")));
            tellOnce(e);
        }
    }

    /** The message may hold a number that differs each time; where it happened does not. */
    private void tellOnce(RuntimeException e) {
        String place = e.getClass().getName() + (e.getStackTrace().length > 0 ? " at " + e.getStackTrace()[0] : "");
        if (!place.equals(told)) {
            told = place;
            System.getLogger(WatchedSampler.class.getName()).log(System.Logger.Level.WARNING,
                "the " + name() + " sampler failed (" + e + "), the others go on; anole host sources shows when it works again");
        }
    }

    /** Whether it rests after a failure. Safe from other threads. */
    boolean failing() {
        return failure.isPresent();
    }

    /** Why it fails; else what it finds of its source. */
    Probe probe() {
        return failure.orElseGet(sampler::probe);
    }

    @Override
    public void close() {
        sampler.close();
    }
}
