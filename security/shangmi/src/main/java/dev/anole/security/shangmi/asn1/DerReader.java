package dev.anole.security.shangmi.asn1;

import java.math.BigInteger;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Objects;

/**
 * Reads values one after the other. Strict: definite lengths in their shortest form, integers without padding, TRUE as
 * FF, times as RFC 5280 wants them, nesting bounded, and {@link #end} where nothing may follow. Nothing is copied before
 * its length has been compared with what is there.
 */
public final class DerReader {
    /** How deep structures may be nested: certificates need about ten. */
    public static final int DEPTH_MAX = 32;

    private static final int LONG_FORM = 0x80;
    private static final int LENGTH_BYTES_MAX = 4;
    private static final int OID_BYTES_MAX = 64;

    private final String structure;
    private final byte[] bytes;
    private final int end;
    private final int depth;
    private int position;

    /**
     * @param structure what is read, for errors
     * @param bytes the encoding, not copied
     */
    public DerReader(String structure, byte[] bytes) {
        this(structure, bytes, 0, bytes.length);
    }

    /**
     * @param offset where it starts in the array
     * @param length in bytes
     */
    public DerReader(String structure, byte[] bytes, int offset, int length) {
        this(structure, bytes, Objects.checkFromIndexSize(offset, length, bytes.length), offset + length, 0);
    }

    private DerReader(String structure, byte[] bytes, int offset, int end, int depth) {
        this.structure = structure;
        this.bytes = bytes;
        this.position = offset;
        this.end = end;
        this.depth = depth;
    }

    /** Whether another value follows. */
    public boolean hasNext() {
        return position < end;
    }

    /** The next value's tag, or -1 at the end. */
    public int peek() {
        return position < end ? bytes[position] & 0xff : -1;
    }

    /** Whether the next value has this tag. */
    public boolean isNext(int tag) {
        return peek() == tag;
    }

    /** @throws DerException if something follows */
    public void end() throws DerException {
        if (position != end) {
            throw wrong((end - position) + " bytes follow what should be the end");
        }
    }

    /** A refusal at the present place. */
    public DerException wrong(String reason) {
        return new DerException(structure, position, reason);
    }

    /** Reads tag and length, leaves the position at the content, and returns the content's end. */
    private int open(int tag) throws DerException {
        int found = peek();
        if (found != tag) {
            throw wrong(found < 0 ? "cut short, " + name(tag) + " is missing" : name(found) + " instead of " + name(tag));
        }
        return openAny();
    }

    private int openAny() throws DerException {
        int start = position;
        if ((bytes[start] & 0x1f) == 0x1f) {
            throw wrong("a tag of several bytes, which nothing here has");
        }
        if (end - start < 2) {
            throw wrong("cut short in a length");
        }
        int length = bytes[start + 1] & 0xff;
        int at = start + 2;
        if (length >= LONG_FORM) {
            int count = length & 0x7f;
            if (count == 0) {
                throw wrong("an indefinite length, which DER forbids");
            }
            if (count > LENGTH_BYTES_MAX || end - at < count) {
                throw wrong("a length of " + count + " bytes");
            }
            long wide = 0;
            for (int i = 0; i < count; i++) {
                wide = wide << 8 | bytes[at++] & 0xff;
            }
            if (wide < LONG_FORM || wide >>> 8 * (count - 1) == 0) {
                throw wrong("a length that is not in its shortest form");
            }
            if (wide > end - at) {
                throw wrong("a length of " + wide + " where " + (end - at) + " bytes are left");
            }
            length = (int) wide;
        }
        if (length > end - at) {
            throw wrong("a length of " + length + " where " + (end - at) + " bytes are left");
        }
        position = at;
        return at + length;
    }

    private static String name(int tag) {
        return switch (tag) {
            case Tag.INTEGER -> "INTEGER";
            case Tag.BIT_STRING -> "BIT STRING";
            case Tag.OCTET_STRING -> "OCTET STRING";
            case Tag.OBJECT_IDENTIFIER -> "OBJECT IDENTIFIER";
            case Tag.SEQUENCE -> "SEQUENCE";
            case Tag.SET -> "SET";
            default -> "tag 0x" + Integer.toHexString(tag);
        };
    }

    /** Enters a constructed value; this reader goes on behind it. */
    public DerReader enter(int tag) throws DerException {
        if (depth == DEPTH_MAX) {
            throw wrong("nested deeper than " + DEPTH_MAX);
        }
        int stop = open(tag);
        DerReader inner = new DerReader(structure, bytes, position, stop, depth + 1);
        position = stop;
        return inner;
    }

    /** Enters a SEQUENCE. */
    public DerReader sequence() throws DerException {
        return enter(Tag.SEQUENCE);
    }

    /** Enters a SET. */
    public DerReader set() throws DerException {
        return enter(Tag.SET);
    }

    /** The content of a value with this tag. */
    public byte[] content(int tag) throws DerException {
        int stop = open(tag);
        byte[] content = Arrays.copyOfRange(bytes, position, stop);
        position = stop;
        return content;
    }

    /** The next value whole, with its tag and length. */
    public byte[] element() throws DerException {
        int start = position;
        skip();
        return Arrays.copyOfRange(bytes, start, position);
    }

    /** Goes behind the next value. */
    public void skip() throws DerException {
        if (position >= end) {
            throw wrong("cut short, a value is missing");
        }
        position = openAny();
    }

    private int openInteger() throws DerException {
        int start = position;
        int stop = open(Tag.INTEGER);
        int length = stop - position;
        boolean padded = length > 1 && (bytes[position] == 0 && bytes[position + 1] >= 0
                || bytes[position] == -1 && bytes[position + 1] < 0);
        if (length == 0 || padded) {
            position = start;
            throw wrong("an INTEGER that is not in its shortest form");
        }
        return stop;
    }

    /** An INTEGER of any sign. */
    public BigInteger integer() throws DerException {
        int stop = openInteger();
        BigInteger value = new BigInteger(bytes, position, stop - position);
        position = stop;
        return value;
    }

    /** An INTEGER within bounds. */
    public int integer(int least, int greatest) throws DerException {
        int start = position;
        BigInteger value = integer();
        if (value.bitLength() > 31 || value.intValue() < least || value.intValue() > greatest) {
            position = start;
            throw wrong("the number " + (value.bitLength() > 64 ? "of " + value.bitLength() + " bits" : value)
                    + " is not from " + least + " to " + greatest);
        }
        return value.intValue();
    }

    /** An INTEGER that is not negative, as exactly so many bytes, greatest first. */
    public void unsigned(byte[] into, int offset, int length) throws DerException {
        int start = position;
        int stop = openInteger();
        boolean negative = bytes[position] < 0;
        if (bytes[position] == 0) {
            position++;
        }
        int count = stop - position;
        if (negative || count > length) {
            position = start;
            throw wrong(negative ? "a negative number" : "a number of " + count + " bytes where " + length + " are possible");
        }
        Arrays.fill(into, offset, offset + length - count, (byte) 0);
        System.arraycopy(bytes, position, into, offset + length - count, count);
        position = stop;
    }

    /** BOOLEAN. */
    public boolean bool() throws DerException {
        byte[] content = content(Tag.BOOLEAN);
        if (content.length != 1 || content[0] != 0 && content[0] != -1) {
            throw wrong("a BOOLEAN that is neither 00 nor FF");
        }
        return content[0] != 0;
    }

    /** NULL. */
    public void nothing() throws DerException {
        if (content(Tag.NULL).length != 0) {
            throw wrong("a NULL with content");
        }
    }

    /** OCTET STRING. */
    public byte[] octets() throws DerException {
        return content(Tag.OCTET_STRING);
    }

    /** A BIT STRING of whole bytes. */
    public byte[] bits() throws DerException {
        byte[] content = content(Tag.BIT_STRING);
        if (content.length == 0 || content[0] != 0) {
            throw wrong("a BIT STRING that is not of whole bytes");
        }
        return Arrays.copyOfRange(content, 1, content.length);
    }

    /** A BIT STRING of named bits (X.690, 11.2.2: without zeros at its end), bit 0 first. */
    public boolean[] namedBits() throws DerException {
        byte[] content = content(Tag.BIT_STRING);
        int unused = content.length == 0 ? -1 : content[0];
        boolean empty = content.length == 1;
        if (unused < 0 || unused > 7 || empty && unused != 0
                || !empty && (content[content.length - 1] & (1 << unused) - 1) != 0) {
            throw wrong("a BIT STRING with wrong padding");
        }
        boolean[] bits = new boolean[8 * (content.length - 1) - unused];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = (content[1 + i / 8] & 0x80 >> i % 8) != 0;
        }
        return bits;
    }

    /** An OBJECT IDENTIFIER in dotted form, such as 1.2.156.10197.1.501. */
    public String oid() throws DerException {
        byte[] content = content(Tag.OBJECT_IDENTIFIER);
        if (content.length == 0 || content.length > OID_BYTES_MAX || content[content.length - 1] < 0) {
            throw wrong("an OBJECT IDENTIFIER of " + content.length + " bytes, or cut short");
        }
        StringBuilder dotted = new StringBuilder();
        BigInteger arc = BigInteger.ZERO;
        boolean first = true;
        boolean start = true;
        for (byte b : content) {
            if (start && (b & 0xff) == LONG_FORM) {
                throw wrong("an OBJECT IDENTIFIER with a padded arc");
            }
            arc = arc.shiftLeft(7).or(BigInteger.valueOf(b & 0x7f));
            start = b >= 0;
            if (!start) {
                continue;
            }
            if (first) {
                int root = Math.min(2, arc.min(BigInteger.valueOf(80)).intValue() / 40);
                dotted.append(root).append('.').append(arc.subtract(BigInteger.valueOf(40L * root)));
                first = false;
            } else {
                dotted.append('.').append(arc);
            }
            arc = BigInteger.ZERO;
        }
        return dotted.toString();
    }

    /** Any of the character string types. */
    public String text() throws DerException {
        int tag = peek();
        Charset charset = switch (tag) {
            case Tag.UTF8_STRING -> StandardCharsets.UTF_8;
            case Tag.PRINTABLE_STRING, Tag.IA5_STRING -> StandardCharsets.US_ASCII;
            case Tag.BMP_STRING -> StandardCharsets.UTF_16BE;
            default -> throw wrong("no character string");
        };
        int start = position;
        byte[] content = content(tag);
        try {
            return charset.newDecoder().decode(java.nio.ByteBuffer.wrap(content)).toString();
        } catch (CharacterCodingException e) {
            position = start;
            throw wrong("characters that are not " + charset);
        }
    }

    /** UTCTime or GeneralizedTime, with seconds and Z as RFC 5280, 4.1.2.5 wants. */
    public Instant time() throws DerException {
        int start = position;
        int tag = peek();
        byte[] content = content(tag == Tag.GENERALIZED_TIME ? tag : Tag.UTC_TIME);
        String text = new String(content, StandardCharsets.ISO_8859_1);
        boolean utc = tag == Tag.UTC_TIME;
        if (!text.matches(utc ? "[0-9]{12}Z" : "[0-9]{14}Z")) {
            position = start;
            throw wrong("a time that is not written as RFC 5280 says");
        }
        int year = Integer.parseInt(text.substring(0, utc ? 2 : 4));
        if (utc) {
            year += year < 50 ? 2000 : 1900;
        }
        int at = utc ? 2 : 4;
        try {
            return LocalDateTime.of(year, two(text, at), two(text, at + 2), two(text, at + 4), two(text, at + 6),
                    two(text, at + 8)).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            position = start;
            throw wrong("a time that no calendar has");
        }
    }

    private static int two(String text, int at) {
        return Integer.parseInt(text.substring(at, at + 2));
    }
}
