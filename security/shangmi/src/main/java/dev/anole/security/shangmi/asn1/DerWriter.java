package dev.anole.security.shangmi.asn1;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** Writes values one after the other, each in its one distinguished encoding. */
public final class DerWriter {
    private static final int FIRST_BYTES = 256;
    private static final DateTimeFormatter UTC = DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'");
    private static final DateTimeFormatter GENERALIZED = DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'");

    private byte[] bytes = new byte[FIRST_BYTES];
    private int length;

    /** What has been written. */
    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    /** The encoding of one SEQUENCE. */
    public static byte[] sequenceOf(Consumer<DerWriter> content) {
        return new DerWriter().sequence(content).toByteArray();
    }

    private void room(int count) {
        if (count > bytes.length - length) {
            byte[] old = bytes;
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, Math.addExact(length, count)));
            // A private key may have been in it.
            Arrays.fill(old, (byte) 0);
        }
    }

    /** Overwrites what has been written; the writer is empty again. */
    public void wipe() {
        Arrays.fill(bytes, (byte) 0);
        length = 0;
    }

    /** A primitive value, or a constructed one whose content is given encoded. */
    public DerWriter value(int tag, byte[] content) {
        return value(tag, content, 0, content.length);
    }

    /** As {@link #value(int, byte[])}, with a part of an array. */
    public DerWriter value(int tag, byte[] content, int offset, int count) {
        header(tag, count);
        return encoded(content, offset, count);
    }

    private void header(int tag, int count) {
        room(6);
        bytes[length++] = (byte) tag;
        if (count < 0x80) {
            bytes[length++] = (byte) count;
            return;
        }
        int lengthBytes = (39 - Integer.numberOfLeadingZeros(count)) / 8;
        bytes[length++] = (byte) (0x80 | lengthBytes);
        for (int i = lengthBytes - 1; i >= 0; i--) {
            bytes[length++] = (byte) (count >>> 8 * i);
        }
    }

    /** Values that are encoded already. */
    public DerWriter encoded(byte[] values) {
        return encoded(values, 0, values.length);
    }

    private DerWriter encoded(byte[] values, int offset, int count) {
        room(count);
        System.arraycopy(values, offset, bytes, length, count);
        length += count;
        return this;
    }

    /** A constructed value, its content written by the consumer. */
    public DerWriter constructed(int tag, Consumer<DerWriter> content) {
        DerWriter inner = new DerWriter();
        content.accept(inner);
        value(tag, inner.bytes, 0, inner.length);
        inner.wipe();
        return this;
    }

    /** SEQUENCE. */
    public DerWriter sequence(Consumer<DerWriter> content) {
        return constructed(Tag.SEQUENCE, content);
    }

    /** SET OF: the members are sorted by their encodings, as DER wants (X.690, 11.6). */
    public DerWriter setOf(List<byte[]> members) {
        return setOf(Tag.SET, members);
    }

    /** SET OF under another tag. */
    public DerWriter setOf(int tag, List<byte[]> members) {
        return constructed(tag, set -> members.stream().sorted(Arrays::compareUnsigned).forEach(set::encoded));
    }

    /** INTEGER. */
    public DerWriter integer(BigInteger value) {
        return value(Tag.INTEGER, value.toByteArray());
    }

    /** INTEGER. */
    public DerWriter integer(long value) {
        return integer(BigInteger.valueOf(value));
    }

    /** An INTEGER that is not negative, from bytes, greatest first. */
    public DerWriter unsigned(byte[] number, int offset, int count) {
        int end = offset + count;
        while (offset < end - 1 && number[offset] == 0) {
            offset++;
        }
        boolean sign = number[offset] < 0;
        header(Tag.INTEGER, end - offset + (sign ? 1 : 0));
        if (sign) {
            room(1);
            bytes[length++] = 0;
        }
        return encoded(number, offset, end - offset);
    }

    /** BOOLEAN. */
    public DerWriter bool(boolean value) {
        return value(Tag.BOOLEAN, new byte[] {(byte) (value ? -1 : 0)});
    }

    /** NULL. */
    public DerWriter nothing() {
        return value(Tag.NULL, new byte[0]);
    }

    /** OCTET STRING. */
    public DerWriter octets(byte[] content) {
        return value(Tag.OCTET_STRING, content);
    }

    /** A BIT STRING of whole bytes. */
    public DerWriter bits(byte[] content) {
        header(Tag.BIT_STRING, content.length + 1);
        room(1);
        bytes[length++] = 0;
        return encoded(content);
    }

    /** A BIT STRING of named bits, bit 0 first, without zeros at its end. */
    public DerWriter namedBits(boolean[] bits) {
        int count = bits.length;
        while (count > 0 && !bits[count - 1]) {
            count--;
        }
        byte[] content = new byte[1 + (count + 7) / 8];
        content[0] = (byte) (8 * (content.length - 1) - count);
        for (int i = 0; i < count; i++) {
            content[1 + i / 8] |= (byte) (bits[i] ? 0x80 >> i % 8 : 0);
        }
        return value(Tag.BIT_STRING, content);
    }

    /**
     * OBJECT IDENTIFIER from its dotted form.
     *
     * @throws IllegalArgumentException for what is none
     */
    public DerWriter oid(String dotted) {
        String[] parts = dotted.split("\\.", -1);
        if (parts.length < 2) {
            throw new IllegalArgumentException("'" + dotted + "' is no object identifier: it needs two arcs");
        }
        DerWriter content = new DerWriter();
        for (int i = 1; i < parts.length; i++) {
            BigInteger arc = new BigInteger(parts[i]);
            if (i == 1) {
                arc = arc.add(BigInteger.valueOf(40L * Integer.parseInt(parts[0])));
            }
            content.arc(arc);
        }
        return value(Tag.OBJECT_IDENTIFIER, content.bytes, 0, content.length);
    }

    private void arc(BigInteger arc) {
        int groups = Math.max(1, (arc.bitLength() + 6) / 7);
        room(groups);
        for (int i = groups - 1; i >= 0; i--) {
            bytes[length++] = (byte) (arc.shiftRight(7 * i).intValue() & 0x7f | (i > 0 ? 0x80 : 0));
        }
    }

    /** UTF8String. */
    public DerWriter utf8(String text) {
        return value(Tag.UTF8_STRING, text.getBytes(StandardCharsets.UTF_8));
    }

    /** BMPString. */
    public DerWriter bmp(String text) {
        return value(Tag.BMP_STRING, text.getBytes(StandardCharsets.UTF_16BE));
    }

    /** UTCTime until 2049, then GeneralizedTime, in whole seconds (RFC 5280, 4.1.2.5). */
    public DerWriter time(Instant time) {
        LocalDateTime utc = LocalDateTime.ofInstant(time, ZoneOffset.UTC);
        boolean two = utc.getYear() >= 1950 && utc.getYear() < 2050;
        return value(two ? Tag.UTC_TIME : Tag.GENERALIZED_TIME,
                (two ? UTC : GENERALIZED).format(utc).getBytes(StandardCharsets.US_ASCII));
    }
}
