package dev.anole.operation;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Something to be changed on a host that can be taken back: targets, in the order in which they are changed. The
 * {@link Journal} previews, applies, verifies and undoes it. Missing directories on the way to a file are made, and are
 * part of the change.
 *
 * @param title what a person reads in the list, one line
 * @param steps at most {@value #STEPS_MAX}, each with a target of its own
 * @param notes what a person should know beside it: what it does not do
 */
public record Change(Text title, List<Step> steps, List<Text> notes) {
    /** Most targets of one change. */
    public static final int STEPS_MAX = 64;
    /** Largest file that is written through the journal, in bytes: it is held in memory before and after. */
    public static final int FILE_BYTES_MAX = 4 << 20;
    /** Largest sum of contents before and after of one change, in bytes. */
    public static final int BYTES_MAX = 16 << 20;

    public Change {
        Objects.requireNonNull(title, "title");
        steps = List.copyOf(steps);
        notes = List.copyOf(notes);
        if (steps.isEmpty() || steps.size() > STEPS_MAX) {
            throw new IllegalArgumentException("a change has 1 to " + STEPS_MAX + " steps, not " + steps.size());
        }
        Set<String> seen = new HashSet<>();
        steps.forEach(step -> {
            // Also a file and its own mode: the second step would meet what the first has made of it.
            if (!seen.add(step.target().subject())) {
                throw new IllegalArgumentException("two steps of one change have the target " + step.target().subject());
            }
        });
    }

    public Change(Text title, List<Step> steps) {
        this(title, steps, List.of());
    }
}
