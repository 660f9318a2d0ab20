package dev.anole.image.erofs;

/** An image that cannot be built as asked, or a tree that cannot be written: what, why, and what to do instead. */
public final class RefusedException extends ImageException {
    private static final long serialVersionUID = 1L;

    private final String subject;
    private final String remedy;

    /**
     * @param subject what was asked for, or the file that it is about
     * @param reason why not, a few words
     * @param remedy what to do instead
     */
    public RefusedException(String subject, String reason, String remedy) {
        super(printable(subject) + ": " + printable(reason) + "; " + printable(remedy));
        this.subject = subject;
        this.remedy = remedy;
    }

    /** What was asked for. */
    public String subject() {
        return subject;
    }

    /** What to do instead. */
    public String remedy() {
        return remedy;
    }
}
