package dev.anole.kernel.linux;

/** Bytes from the kernel that do not read as what they should be: which structure, where in it, why. */
public final class FormatException extends LinuxException {
    private static final long serialVersionUID = 1L;

    private final String structure;
    private final long offset;

    /**
     * @param structure what was being read, such as "/proc/self/mountinfo" or "nlmsghdr"
     * @param offset bytes from the structure's start
     * @param reason a few words
     */
    public FormatException(String structure, long offset, String reason) {
        super(printable(structure) + " at byte " + offset + ": " + printable(reason));
        this.structure = structure;
        this.offset = offset;
    }

    /** What was being read. */
    public String structure() {
        return structure;
    }

    /** Bytes from the structure's start. */
    public long offset() {
        return offset;
    }
}
