package dev.anole.operation;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A change as the journal knows it.
 *
 * @param id    its name
 * @param title what it is, one line
 * @param runs  what happened to it, oldest first; the first is {@link ChangeRun.Kind#APPLY}
 */
public record ChangeRecord(ChangeId id, Text title, List<ChangeRun> runs) {
    public ChangeRecord {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(title, "title");
        runs = List.copyOf(runs);
        if (runs.isEmpty() || runs.getFirst().kind() != ChangeRun.Kind.APPLY) {
            throw new IllegalArgumentException("a change's first run applies it: " + id);
        }
    }

    /** Where it is. */
    public ChangeState state() {
        if (last().outcome().isEmpty()) {
            return ChangeState.UNFINISHED;
        }
        if (last().outcome().get() == ChangeRun.Outcome.CONFLICTED) {
            return ChangeState.CONFLICTED;
        }
        return standing().map(run -> switch (run.kind()) {
            case APPLY, REDO -> ChangeState.APPLIED;
            case UNDO -> ChangeState.UNDONE;
        }).orElse(ChangeState.REVERTED);
    }

    /** The newest run. */
    public ChangeRun last() {
        return runs.getLast();
    }

    /** The newest run whose effects stand; the one that undo or redo reverses. */
    public Optional<ChangeRun> standing() {
        return runs.reversed().stream().filter(r -> r.outcome().filter(ChangeRun.Outcome::succeeded).isPresent()).findFirst();
    }

    /** What it changed as the newest successful run left it, or as it was last tried. */
    public List<Move> moves() {
        return runs.reversed().stream().filter(r -> r.kind() != ChangeRun.Kind.UNDO)
            .filter(r -> r.outcome().filter(ChangeRun.Outcome::succeeded).isPresent()).findFirst()
            .orElse(runs.getFirst()).moves();
    }

    /** When it was first tried. */
    public Instant at() {
        return runs.getFirst().begun();
    }

    /** Who asked for it. */
    public Actor actor() {
        return runs.getFirst().actor();
    }
}
