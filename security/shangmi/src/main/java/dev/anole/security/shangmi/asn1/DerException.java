package dev.anole.security.shangmi.asn1;

import java.security.GeneralSecurityException;

/** Bytes that are not the distinguished encoding of what was expected: which structure, where in it, and why. */
public final class DerException extends GeneralSecurityException {
    private static final long serialVersionUID = 1L;

    private final int offset;

    /**
     * @param structure what was being read, such as "SM2 signature"
     * @param offset from the start of the outermost array, in bytes
     * @param reason why it is refused
     */
    public DerException(String structure, int offset, String reason) {
        super(structure + ": " + reason + " at byte " + offset);
        this.offset = offset;
    }

    /** Where reading stopped, in bytes from the start of the outermost array. */
    public int offset() {
        return offset;
    }
}
