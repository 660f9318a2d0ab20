package dev.anole.security.shangmi.sm2;

import dev.anole.security.shangmi.asn1.DerException;
import dev.anole.security.shangmi.asn1.DerReader;
import dev.anole.security.shangmi.asn1.DerWriter;
import java.util.Arrays;
import javax.crypto.BadPaddingException;

/**
 * What SM2 encryption makes: C1, an ephemeral point; C2, the masked message; C3, its digest. Three layouts of it are in
 * use, see {@link Layout}.
 *
 * @param c1 04, x, y: 65 bytes
 * @param c2 as long as the message, at least a byte
 * @param c3 32 bytes
 */
public record Sm2Ciphertext(byte[] c1, byte[] c2, byte[] c3) {
    /** What is there beside the message in the two raw layouts. */
    public static final int RAW_OVERHEAD_BYTES = AffinePoint.ENCODED_BYTES + 32;
    private static final int C3_BYTES = 32;

    /** In which order, and in what, the parts stand. */
    public enum Layout {
        /** SEQUENCE { x INTEGER, y INTEGER, c3 OCTET STRING, c2 OCTET STRING }: GM/T 0009, 7.2; what OpenSSL speaks. */
        ASN1,
        /** C1 || C3 || C2: GB/T 32918.4-2016. */
        C1C3C2,
        /** C1 || C2 || C3: GM/T 0003-2012, in old data. */
        C1C2C3
    }

    /** Checks lengths; whether C1 is on the curve is for the decryption to find. */
    public Sm2Ciphertext {
        if (c1.length != AffinePoint.ENCODED_BYTES || c3.length != C3_BYTES || c2.length == 0) {
            throw new IllegalArgumentException("an SM2 ciphertext of " + c1.length + ", " + c2.length + " and "
                    + c3.length + " bytes: 65, at least 1, and 32 are right");
        }
    }

    /** The bytes in a layout. */
    public byte[] encode(Layout layout) {
        return switch (layout) {
            case ASN1 -> DerWriter.sequenceOf(cipher -> cipher.unsigned(c1, 1, Field.BYTES)
                    .unsigned(c1, 1 + Field.BYTES, Field.BYTES).octets(c3).octets(c2));
            case C1C3C2 -> join(c1, c3, c2);
            case C1C2C3 -> join(c1, c2, c3);
        };
    }

    private static byte[] join(byte[] first, byte[] second, byte[] third) {
        byte[] all = Arrays.copyOf(first, first.length + second.length + third.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        System.arraycopy(third, 0, all, first.length + second.length, third.length);
        return all;
    }

    /**
     * Reads a layout.
     *
     * @throws BadPaddingException if the bytes are not laid out so
     */
    public static Sm2Ciphertext decode(byte[] bytes, Layout layout) throws BadPaddingException {
        if (layout == Layout.ASN1) {
            return decodeAsn1(bytes);
        }
        int length = bytes.length - RAW_OVERHEAD_BYTES;
        if (length < 1) {
            throw new BadPaddingException("an SM2 ciphertext of " + bytes.length + " bytes is cut short: there are "
                    + RAW_OVERHEAD_BYTES + " beside the message");
        }
        int point = AffinePoint.ENCODED_BYTES;
        int digestAt = layout == Layout.C1C3C2 ? point : point + length;
        int messageAt = layout == Layout.C1C3C2 ? point + C3_BYTES : point;
        return new Sm2Ciphertext(Arrays.copyOf(bytes, point), Arrays.copyOfRange(bytes, messageAt, messageAt + length),
                Arrays.copyOfRange(bytes, digestAt, digestAt + C3_BYTES));
    }

    private static Sm2Ciphertext decodeAsn1(byte[] bytes) throws BadPaddingException {
        byte[] c1 = new byte[AffinePoint.ENCODED_BYTES];
        c1[0] = 4;
        try {
            DerReader reader = new DerReader("SM2 ciphertext", bytes);
            DerReader cipher = reader.sequence();
            reader.end();
            cipher.unsigned(c1, 1, Field.BYTES);
            cipher.unsigned(c1, 1 + Field.BYTES, Field.BYTES);
            byte[] c3 = cipher.octets();
            byte[] c2 = cipher.octets();
            cipher.end();
            if (c3.length != C3_BYTES || c2.length == 0) {
                throw cipher.wrong("a digest of " + c3.length + " and a message of " + c2.length + " bytes");
            }
            return new Sm2Ciphertext(c1, c2, c3);
        } catch (DerException e) {
            throw (BadPaddingException) new BadPaddingException(e.getMessage()).initCause(e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Sm2Ciphertext that && Arrays.equals(c1, that.c1) && Arrays.equals(c2, that.c2)
                && Arrays.equals(c3, that.c3);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(c3);
    }

    @Override
    public String toString() {
        return "SM2 ciphertext of " + c2.length + " bytes";
    }
}
