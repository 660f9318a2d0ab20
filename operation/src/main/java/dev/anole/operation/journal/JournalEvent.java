package dev.anole.operation.journal;

import dev.anole.operation.Actor;
import dev.anole.operation.ChangeRun;
import dev.anole.operation.Move;
import dev.anole.operation.Text;
import java.util.List;

/** What a line of the journal tells. */
public sealed interface JournalEvent {
    /**
     * A run is about to begin: on disk before its first effect.
     *
     * @param change the change's number
     * @param run    what it does
     * @param title  the change's title
     * @param actor  who asked
     * @param task   in which task
     * @param stamp  what the names of its temporary files have in common
     * @param boot   the kernel's boot id: values that a restart resets are judged by it
     * @param moves  what it does to which target, in order
     */
    record Begun(long change, ChangeRun.Kind run, Text title, Actor actor, String task, String stamp, String boot,
                 List<Move> moves) implements JournalEvent {
        public Begun {
            moves = List.copyOf(moves);
        }
    }

    /** The newest run of a change has ended. */
    record Ended(long change, ChangeRun.Outcome outcome, Text note) implements JournalEvent {
    }

    /** So many older changes, up to that number, were let go to keep the journal within its bounds. */
    record Forgotten(long changes, long upTo) implements JournalEvent {
    }

    /** Lines that could not be read stood here, and were moved to a file of their own. */
    record SetAside(int line, int lines, String reason, String file) implements JournalEvent {
    }
}
