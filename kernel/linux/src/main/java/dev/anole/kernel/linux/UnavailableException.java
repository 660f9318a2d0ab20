package dev.anole.kernel.linux;

/** Something that this host, kernel or process does not offer: what, why, and what would bring it. */
public final class UnavailableException extends LinuxException {
    private static final long serialVersionUID = 1L;

    private final String capability;
    private final String reason;
    private final String remedy;

    /**
     * @param capability what was wanted, such as "task delay accounting"
     * @param reason why it is not there, such as "kernel.task_delayacct is 0"
     * @param remedy what a person can do about it, such as "sysctl kernel.task_delayacct=1"; may be empty
     */
    public UnavailableException(String capability, String reason, String remedy) {
        super(capability + " is not available: " + reason + (remedy.isEmpty() ? "" : "; " + remedy));
        this.capability = capability;
        this.reason = reason;
        this.remedy = remedy;
    }

    public String capability() {
        return capability;
    }

    public String reason() {
        return reason;
    }

    /** What a person can do; empty when nothing helps. */
    public String remedy() {
        return remedy;
    }
}
