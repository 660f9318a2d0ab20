package dev.anole.image.erofs;

/** Bytes of an image that do not read as what they should be: which structure, where, why. */
public final class ErofsException extends ImageException {
    private static final long serialVersionUID = 1L;

    private final String structure;
    private final long offset;
    private final String reason;

    /**
     * @param structure what was being read, by the name that the on-disk format gives it, such as "inode 36"
     * @param offset bytes from the start of the image, of the blob or of the file that the structure names
     * @param reason a few words
     */
    public ErofsException(String structure, long offset, String reason) {
        super(printable(structure) + " at byte " + offset + ": " + printable(reason));
        this.structure = structure;
        this.offset = offset;
        this.reason = reason;
    }

    /** What was being read. */
    public String structure() {
        return structure;
    }

    /** Bytes from the start of what the structure lies in. */
    public long offset() {
        return offset;
    }

    /** Why it cannot be. */
    public String reason() {
        return reason;
    }
}
