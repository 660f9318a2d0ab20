package dev.anole.operation;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What was found and done when a journal was opened after its process had died.
 *
 * @param changes each change that was unfinished, and what became of it
 * @param damage  what could not be read
 */
public record Recovery(List<Recovered> changes, List<Damage> damage) {
    /**
     * One unfinished change: finished, reverted, or left alone because of others' changes.
     *
     * @param outcome what became of it; empty where it could not be taken back yet
     * @param note    why
     */
    public record Recovered(ChangeId id, Text title, ChangeRun.Kind kind, Optional<ChangeRun.Outcome> outcome, Text note) {
        public Recovered {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(title, "title");
            Objects.requireNonNull(kind, "kind");
            Objects.requireNonNull(outcome, "outcome");
            Objects.requireNonNull(note, "note");
        }
    }

    /**
     * Lines of the journal that could not be read.
     *
     * @param line  where they begin, from 1
     * @param lines how many
     * @param reason what is wrong with the first
     * @param file  where their bytes were put; empty while nobody has opened the journal for writing
     */
    public record Damage(int line, int lines, String reason, String file) {
        public Damage {
            Objects.requireNonNull(reason, "reason");
            Objects.requireNonNull(file, "file");
        }
    }

    public Recovery {
        changes = List.copyOf(changes);
        damage = List.copyOf(damage);
    }
}
