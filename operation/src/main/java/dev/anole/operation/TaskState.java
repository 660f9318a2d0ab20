package dev.anole.operation;

/**
 * Where a task is. PROPOSED goes to RUNNING (approved) or STOPPED (declined); RUNNING goes to one of the five ends,
 * which are final.
 */
public enum TaskState {
    /** An assistant asked for it; a person has to approve. */
    PROPOSED(Text.of("waits for approval", "待批准")),
    RUNNING(Text.of("running", "运行中")),
    DONE(Text.of("done", "完成")),
    /** Done, and it found something that needs a person. */
    FINDINGS(Text.of("findings", "有发现")),
    FAILED(Text.of("failed", "失败")),
    /** A person stopped or declined it. */
    STOPPED(Text.of("stopped", "已停止")),
    /** Its process died; its changes were finished or taken back by the journal. */
    INTERRUPTED(Text.of("interrupted", "已中断"));

    private final Text label;

    TaskState(Text label) {
        this.label = label;
    }

    public Text label() {
        return label;
    }

    public boolean ended() {
        return this != PROPOSED && this != RUNNING;
    }

    /** Whether a task may go from this state to the next. */
    public boolean leadsTo(TaskState next) {
        return switch (this) {
            case PROPOSED -> next == RUNNING || next == STOPPED || next == INTERRUPTED;
            case RUNNING -> next.ended();
            case DONE, FINDINGS, FAILED, STOPPED, INTERRUPTED -> false;
        };
    }
}
