package dev.anole.operation;

/** What a person may do, each including the one before. */
public enum Role {
    /** Sees. */
    VIEWER,
    /** Sees, and makes changes that can be undone. */
    OPERATOR,
    /** Everything: secrets, what cannot be undone, people. */
    ADMIN;

    public boolean includes(Role other) {
        return compareTo(other) >= 0;
    }
}
