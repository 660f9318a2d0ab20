package dev.anole.launch;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/**
 * How long one step of a training may take before it counts as hanging: a start, a recording's end, an assembly. A
 * machine with a slow disk, one core under load or an emulator around it needs more than the default.
 *
 * @param step at least a second, at most a day
 */
record Patience(Duration step) {

    /** The environment's name for it, in seconds. */
    static final String VARIABLE = "ANOLE_TRAINING_SECONDS";
    private static final Duration USUAL = Duration.ofSeconds(90);
    private static final Duration MOST = Duration.ofDays(1);

    Patience {
        if (step.compareTo(Duration.ofSeconds(1)) < 0 || step.compareTo(MOST) > 0) {
            throw new IllegalArgumentException("patience must be between 1 s and " + MOST.toSeconds() + " s, not " + step);
        }
    }

    /** As {@code environment} says it. */
    static Patience from(Map<String, String> environment) throws IOException {
        String said = environment.getOrDefault(VARIABLE, "").strip();
        if (said.isEmpty()) {
            return new Patience(USUAL);
        }
        try {
            return new Patience(Duration.ofSeconds(Long.parseLong(said)));
        } catch (IllegalArgumentException e) {
            throw new IOException(VARIABLE + "=" + said + " is no number of seconds between 1 and " + MOST.toSeconds() + ": correct or unset it", e);
        }
    }

    /** Watches over {@code process}, and ends it with whatever it started when it takes longer. */
    Watchdog over(Process process) {
        return new Watchdog(process.toHandle(), step);
    }

    /** What is said of a step that took longer. */
    String spent() {
        return "gave up after " + step.toSeconds() + " s (" + VARIABLE + " gives more)";
    }
}
