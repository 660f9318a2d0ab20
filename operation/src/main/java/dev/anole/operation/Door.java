package dev.anole.operation;

/** Where a call came in. */
public enum Door {
    CLI, API, CONSOLE, ASSISTANT, SERVICE;

    /** Whether the one behind the door is a person who can approve what an assistant proposes. */
    public boolean person() {
        return this == CLI || this == CONSOLE;
    }
}
