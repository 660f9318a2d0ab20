package dev.anole.ops.series;

import java.nio.file.Path;

/** Why a store could not do what it was asked to, in one line with the remedy. */
public final class StoreException extends RuntimeException {
    /** What went wrong, for whoever decides what to do next. */
    public enum Kind {
        /** Another process, or another part of this one, has the store open. */
        LOCKED,
        /** The disk or the quota is full. Appended rows are held in memory, within a bound, until there is room. */
        FULL,
        /** Reading or writing failed for another reason. Appended rows are held as with {@link #FULL}. */
        UNWRITABLE,
        /** The description of the store is not what it should be. (Damaged blocks are set aside, with no exception.) */
        DAMAGED,
        /** A newer Anole wrote the store. */
        NEWER,
        /** The store was made with other steps or spans. */
        MISMATCH,
        /** The store has been closed. */
        CLOSED
    }

    private final transient Path subject;
    private final Kind kind;

    StoreException(Kind kind, Path subject, String what, String remedy) {
        super(subject + ": " + what + "; " + remedy);
        this.kind = kind;
        this.subject = subject;
    }

    StoreException(Kind kind, Path subject, String what, String remedy, Throwable cause) {
        super(subject + ": " + what + "; " + remedy, cause);
        this.kind = kind;
        this.subject = subject;
    }

    /** What went wrong. */
    public Kind kind() {
        return kind;
    }

    /** The file or directory concerned. */
    public Path subject() {
        return subject;
    }
}
