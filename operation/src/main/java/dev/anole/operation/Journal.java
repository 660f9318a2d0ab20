package dev.anole.operation;

import java.util.List;
import java.util.Optional;

/**
 * What has been changed on a host, and how to take it back.
 *
 * <p>A run's record (each target with its state before and after) is on disk before its first effect, and its outcome
 * after its last was read back. So a run that was cut off at any point is known, and is finished or taken back the next
 * time the journal is opened. Runs are made one after the other; one process at a time may make them, any may look.
 *
 * <p>The format is described at {@code dev.anole.operation.journal.FileJournal}.
 */
public interface Journal {
    /** What a run does where others have changed a target since. */
    enum Foreign {
        /** Nothing; it shows the states before, ours and now. */
        STOP,
        /** Takes what is there now as what the change left, so that undoing this run brings it back. */
        OVERWRITE
    }

    /** What applying a change would do; no effect, needs no lock. */
    ChangePlan plan(Change change);

    /**
     * Makes a change: records, makes, reads back.
     *
     * @return what was done; empty where every target was already as it shall be
     * @throws OperationException   when it could not be made; what had been made was taken back
     * @throws InterruptedException when it was stopped; what had been made was taken back
     */
    Optional<ChangeRecord> apply(Change change, Context context) throws InterruptedException;

    /** What undoing a change, or redoing an undone one, would do; no effect, needs no lock. */
    ChangePlan planReverse(ChangeId id, ChangeRun.Kind kind, Foreign foreign);

    /**
     * Undoes an applied change, or redoes an undone one, exactly.
     *
     * @throws OperationException   {@link OperationException.Kind#CONFLICT} when others have changed a target since and
     *                              {@code foreign} is {@link Foreign#STOP}; nothing was done
     * @throws InterruptedException when it was stopped; what had been done was taken back
     */
    ChangeRecord reverse(ChangeId id, ChangeRun.Kind kind, Foreign foreign, Context context) throws InterruptedException;

    /** The changes, newest first, at most {@code limit}. */
    List<ChangeRecord> changes(int limit);

    Optional<ChangeRecord> find(ChangeId id);

    /** Content that recorded states name. */
    Contents contents();

    /** How a target is now. */
    TargetState now(Target target);

    /** Finishes or takes back what a dead process left, and says what was found damaged. */
    Recovery recover();

    /** Lines that could not be read when the journal was last looked at. */
    List<Recovery.Damage> damage();
}
