package dev.anole.security.shangmi;

import java.util.List;

/**
 * Which tier computes SM4 in this process, and why the others do not.
 *
 * @param running the tier in use
 * @param pinned what the system property {@code anole.shangmi.tier} asked for; empty if it was not set
 * @param tiers every tier, fastest first
 */
public record EngineStatus(Tier running, String pinned, List<Finding> tiers) {
    public EngineStatus {
        tiers = List.copyOf(tiers);
    }

    /** What was found about one tier. */
    public sealed interface Finding permits Usable, Unusable {
        /** The tier that this is about. */
        Tier tier();
    }

    /** It passed its self-test against plain Java. */
    public record Usable(Tier tier) implements Finding {
    }

    /**
     * It cannot run here.
     *
     * @param reason why
     * @param remedy what a person can do; may be empty
     */
    public record Unusable(Tier tier, String reason, String remedy) implements Finding {
    }

    /** The status of this process; it does not change while the process lives. */
    public static EngineStatus current() {
        return Engines.status();
    }
}
