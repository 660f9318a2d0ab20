package dev.anole.console.live;

import dev.anole.console.http.Refusal;
import dev.anole.operation.Agent;
import dev.anole.operation.OperationName;
import dev.anole.operation.Probe;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** What works on the host, as its agent said at most {@value #FRESH_SECONDS} s ago, or last while it is lost. */
public final class Probes {
    private static final long FRESH_SECONDS = 10;

    private final AgentLink link;
    private Map<OperationName, Probe> known = Map.of();
    private long askedNanos;
    private boolean asked;

    public Probes(AgentLink link) {
        this.link = Objects.requireNonNull(link, "link");
    }

    /** By operation; empty when no agent has ever answered. */
    public synchronized Map<OperationName, Probe> all() {
        if (!asked || System.nanoTime() - askedNanos > TimeUnit.SECONDS.toNanos(FRESH_SECONDS)) {
            try {
                Map<OperationName, Probe> fresh = new HashMap<>();
                for (Agent.Probed probed : link.ask(Agent::probes)) {
                    fresh.put(probed.operation(), probed.probe());
                }
                known = Map.copyOf(fresh);
                askedNanos = System.nanoTime();
                asked = true;
            } catch (Refusal lost) {
                // The page says since when; what was known stays.
            }
        }
        return known;
    }
}
