package dev.anole.operation;

/** Where a change is. */
public enum ChangeState {
    /** Its record is on disk and its effects are being made or taken back; or its process died meanwhile. */
    UNFINISHED(Text.of("unfinished", "未完成")),
    /** Made, and read back as it should be. */
    APPLIED(Text.of("applied", "已应用")),
    /** It did not succeed, or its process died, and what it had done was taken back. */
    REVERTED(Text.of("reverted", "已还原")),
    /** Made, and taken back later. */
    UNDONE(Text.of("undone", "已撤销")),
    /** Its process died, and somebody has changed a target since: nothing was overwritten, a person decides. */
    CONFLICTED(Text.of("conflicted", "有冲突"));

    private final Text label;

    ChangeState(Text label) {
        this.label = label;
    }

    public Text label() {
        return label;
    }
}
