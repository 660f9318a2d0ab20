package dev.anole.ops.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.anole.operation.Probe;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One sampler that fails by a mistake of ours. */
class WatchedSamplerTest {
    private static final Logger LOG = Logger.getLogger(WatchedSampler.class.getName());
    private final List<String> logged = new ArrayList<>();
    private final Handler listening = new Handler() {
        @Override
        public void publish(LogRecord record) {
            logged.add(record.getMessage());
        }

        @Override
        public void flush() {
        }

        @Override
        public void close() {
        }
    };
    private final Broken broken = new Broken();
    private final WatchedSampler watched = new WatchedSampler(broken);
    private long seconds = 100;

    /** Fails with another number each time, as a wrong index would. */
    private static final class Broken implements Sampler {
        boolean fails = true;
        int calls;

        @Override
        public String name() {
            return "broken";
        }

        @Override
        public Probe probe() {
            return Probe.available();
        }

        @Override
        public void sample(Tick tick) {
            calls++;
            if (fails) {
                throw new IndexOutOfBoundsException("index " + calls);
            }
        }

        @Override
        public void close() {
        }
    }

    @BeforeEach
    void listen() {
        LOG.addHandler(listening);
        LOG.setUseParentHandlers(false);
    }

    @AfterEach
    void leave() {
        LOG.removeHandler(listening);
        LOG.setUseParentHandlers(true);
    }

    private void secondsLater(int later) {
        seconds += later;
        Tick tick = new Tick(Instant.ofEpochSecond(seconds), seconds * 1_000_000_000L);
        if (watched.due(tick)) {
            watched.sample(tick);
        }
    }

    @Test
    void aFailureOfAnyKindIsKeptToItselfSaidOnceAndTriedAgain() {
        for (int i = 0; i < 3 * WatchedSampler.REST_SECONDS; i++) {
            secondsLater(1);
        }
        assertEquals(3, broken.calls, "it rests between its attempts");
        assertEquals(1, logged.size(), "said once: " + logged);
        assertTrue(logged.getFirst().contains("broken") && logged.getFirst().contains("index 1"), logged.getFirst());
        assertTrue(watched.failing());

        broken.fails = false;
        secondsLater(WatchedSampler.REST_SECONDS);
        assertFalse(watched.failing());
        secondsLater(1);
        assertEquals(5, broken.calls, "it samples each second again");
    }

    @Test
    void itsProbeSaysWhatHappenedUntilItWorksAgain() {
        secondsLater(1);
        HostSources.Source shown = HostSources.Sources.of(Map.of(watched.name(), watched.probe())).sources().getFirst();
        assertFalse(shown.read());
        assertEquals("the broken sampler failed", shown.why().en());
        assertTrue(shown.evidence().contains("index 1"), shown.evidence());
        broken.fails = false;
        secondsLater(WatchedSampler.REST_SECONDS);
        assertEquals(new HostSources.Source("broken", true, dev.anole.operation.Text.same(""), "", dev.anole.operation.Text.same("")),
            HostSources.Source.of(watched.name(), watched.probe()));
    }
}
