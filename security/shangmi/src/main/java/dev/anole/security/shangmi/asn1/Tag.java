package dev.anole.security.shangmi.asn1;

/** Identifier octets (X.690, 8.1.2) of the types that are used here, all of one byte. */
public final class Tag {
    /** BOOLEAN. */
    public static final int BOOLEAN = 0x01;
    /** INTEGER. */
    public static final int INTEGER = 0x02;
    /** BIT STRING. */
    public static final int BIT_STRING = 0x03;
    /** OCTET STRING. */
    public static final int OCTET_STRING = 0x04;
    /** NULL. */
    public static final int NULL = 0x05;
    /** OBJECT IDENTIFIER. */
    public static final int OBJECT_IDENTIFIER = 0x06;
    /** UTF8String. */
    public static final int UTF8_STRING = 0x0c;
    /** PrintableString. */
    public static final int PRINTABLE_STRING = 0x13;
    /** IA5String. */
    public static final int IA5_STRING = 0x16;
    /** UTCTime: two digits for the year, 1950 to 2049. */
    public static final int UTC_TIME = 0x17;
    /** GeneralizedTime. */
    public static final int GENERALIZED_TIME = 0x18;
    /** BMPString: UTF-16, greatest byte first. */
    public static final int BMP_STRING = 0x1e;
    /** SEQUENCE and SEQUENCE OF. */
    public static final int SEQUENCE = 0x30;
    /** SET and SET OF. */
    public static final int SET = 0x31;

    private static final int CONTEXT = 0x80;
    private static final int CONSTRUCTED = 0x20;

    private Tag() { }

    /** A context-specific primitive tag, [number] IMPLICIT of a primitive type. */
    public static int context(int number) {
        return CONTEXT | low(number);
    }

    /** A context-specific constructed tag, [number] EXPLICIT, or IMPLICIT of a constructed type. */
    public static int contextConstructed(int number) {
        return CONTEXT | CONSTRUCTED | low(number);
    }

    private static int low(int number) {
        if (number < 0 || number > 30) {
            throw new IllegalArgumentException("tag number " + number + " needs more than one byte: not used here");
        }
        return number;
    }
}
