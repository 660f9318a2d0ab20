package dev.anole.operation;

import java.util.List;
import java.util.Objects;

/**
 * What a run would do, worked out without any effect.
 *
 * @param title     the change's title
 * @param kind      whether it would be made, taken back or made again
 * @param moves     what would happen to which target, in order; empty where everything is as it shall be already
 * @param conflicts where others have changed a target since; while there are any, nothing is done
 * @param notes     what a person should know beside it
 * @param contents  the content that the moves name
 */
public record ChangePlan(Text title, ChangeRun.Kind kind, List<Move> moves, List<Conflict> conflicts, List<Text> notes,
                         Contents contents) {
    /**
     * A target that is in neither of the states in which the change left it.
     *
     * @param expected the move as it would be made: its {@code from} is how the change left the target
     * @param now      how the target is
     * @param later    changes of this journal that have changed the same target since, newest first
     */
    public record Conflict(Move expected, TargetState now, List<ChangeId> later) {
        public Conflict {
            Objects.requireNonNull(expected, "expected");
            Objects.requireNonNull(now, "now");
            later = List.copyOf(later);
        }
    }

    public ChangePlan {
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(kind, "kind");
        moves = List.copyOf(moves);
        conflicts = List.copyOf(conflicts);
        notes = List.copyOf(notes);
        Objects.requireNonNull(contents, "contents");
    }
}
