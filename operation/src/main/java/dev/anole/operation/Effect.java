package dev.anole.operation;

/** What an operation does to its host. Decides role, confirmation, audit, and whether an assistant may call it. */
public enum Effect {
    /** Looks, and leaves everything as it was. */
    READS(Role.VIEWER, Text.of("READS", "只读")),
    /** Looks at what not everybody may see: keys, memory, environment. Never for an assistant. */
    READS_SECRETS(Role.ADMIN, Text.of("READS SECRETS", "读取机密")),
    /** Changes the host through the journal, and can be undone. */
    CHANGES(Role.OPERATOR, Text.of("CHANGES", "会改动")),
    /** Interrupts something or cannot be undone: asks first. */
    DISRUPTS(Role.ADMIN, Text.of("DISRUPTS", "会中断"));

    private final Role role;
    private final Text label;

    Effect(Role role, Text label) {
        this.role = role;
        this.label = label;
    }

    /** The least role that may run it. */
    public Role role() {
        return role;
    }

    public Text label() {
        return label;
    }

    /** Whether an assistant sees the operation at all. */
    public boolean visibleToAssistant() {
        return this != READS_SECRETS;
    }

    /** Whether a call by an assistant waits for a person's approval. */
    public boolean needsApproval() {
        return this != READS;
    }

    /** Whether a person is asked before it runs. */
    public boolean needsConfirmation() {
        return this == DISRUPTS;
    }
}
