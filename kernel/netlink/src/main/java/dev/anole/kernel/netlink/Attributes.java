package dev.anole.kernel.netlink;

import dev.anole.kernel.linux.FormatException;

/**
 * Steps through attributes: length, type, value, each on a boundary of four bytes,
 * {@code Documentation/userspace-api/netlink/intro.rst}.
 */
public final class Attributes {
    static final int NLA_ALIGNTO = 4;
    static final int NLA_TYPE_MASK = 0x3fff;
    static final int NLA_F_NESTED = 0x8000;

    private final Payload all;
    private int offset;
    private int next;
    private int length;

    Attributes(Payload all) {
        this.all = all;
    }

    /**
     * Goes to the next one.
     *
     * @return false after the last
     * @throws FormatException when one claims to be longer than what is left
     */
    public boolean next() {
        int left = all.size() - next;
        if (left < NlattrLayout.SIZE) {
            return false;
        }
        offset = next;
        length = all.unsignedShort(offset + NlattrLayout.NLA_LEN);
        if (length < NlattrLayout.SIZE || length > left) {
            throw new FormatException(all.structure(), offset, "an attribute of " + length + " bytes where "
                    + left + " are left");
        }
        next = offset + (length + NLA_ALIGNTO - 1 & -NLA_ALIGNTO);
        return true;
    }

    /** Its type, without the flags in the two highest bits. */
    public int type() {
        return all.unsignedShort(offset + NlattrLayout.NLA_TYPE) & NLA_TYPE_MASK;
    }

    /** Its value. */
    public Payload value() {
        return all.piece(all.structure(), offset + NlattrLayout.SIZE, length - NlattrLayout.SIZE);
    }

    /** The attributes that its value consists of. */
    public Attributes nested() {
        return value().attributes(0);
    }
}
