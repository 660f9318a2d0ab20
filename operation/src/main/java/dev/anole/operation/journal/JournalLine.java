package dev.anole.operation.journal;

import dev.anole.operation.InvalidValue;
import dev.anole.operation.Json;
import dev.anole.operation.Shape;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Objects;
import java.util.zip.CRC32C;

/**
 * One line of the journal: eight hexadecimal digits of CRC-32C over the rest, a space, and a JSON object, which a person
 * can read with {@code cut -c10- | jq}.
 *
 * @param number counts lines, from 1; what was dropped leaves a gap
 * @param at     when it was written
 * @param event  what it tells
 */
public record JournalLine(long number, Instant at, JournalEvent event) {
    /** Longest line, in bytes. */
    static final int BYTES_MAX = 12 << 20;
    private static final int CHECKSUM_CHARS = 8;
    private static final Shape<JournalLine> SHAPE = Shape.of(JournalLine.class);

    public JournalLine {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(event, "event");
    }

    /** As it stands in the file, its newline included. */
    byte[] toBytes() {
        return withChecksum(escapeLoneSurrogates(Json.write(this)));
    }

    static byte[] withChecksum(String json) {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        byte[] line = new byte[CHECKSUM_CHARS + 1 + body.length + 1];
        byte[] checksum = HexFormat.of().toHexDigits((int) crc(body, 0, body.length)).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(checksum, 0, line, 0, CHECKSUM_CHARS);
        line[CHECKSUM_CHARS] = ' ';
        System.arraycopy(body, 0, line, CHECKSUM_CHARS + 1, body.length);
        line[line.length - 1] = '\n';
        return line;
    }

    /**
     * Reads a line without its newline.
     *
     * @throws IllegalArgumentException with the reason when it is not one
     */
    static JournalLine parse(byte[] bytes, int from, int to) {
        String json = json(bytes, from, to);
        try {
            return Json.read(SHAPE, json, Json.Unknown.SKIP);
        } catch (InvalidValue e) {
            throw new IllegalArgumentException("not understood: " + e.getMessage(), e);
        }
    }

    /** The checked JSON of a line. */
    static String json(byte[] bytes, int from, int to) {
        int body = from + CHECKSUM_CHARS + 1;
        if (to - from > BYTES_MAX || body >= to || bytes[body - 1] != ' ') {
            throw new IllegalArgumentException("not a checksum and an object");
        }
        long expected;
        try {
            expected = Integer.toUnsignedLong(HexFormat.fromHexDigits(new String(bytes, from, CHECKSUM_CHARS, StandardCharsets.US_ASCII)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("not a checksum and an object", e);
        }
        if (crc(bytes, body, to - body) != expected) {
            throw new IllegalArgumentException("the checksum is another");
        }
        return new String(bytes, body, to - body, StandardCharsets.UTF_8);
    }

    private static long crc(byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        return crc.getValue();
    }

    /** Bytes of file names that are no UTF-8 are lone surrogates in Java, which UTF-8 cannot hold but JSON can. */
    private static String escapeLoneSurrogates(String json) {
        if (json.chars().noneMatch(c -> Character.isSurrogate((char) c))) {
            return json;
        }
        StringBuilder escaped = new StringBuilder(json.length() + 16);
        json.codePoints().forEach(c -> {
            if (c <= Character.MAX_VALUE && Character.isSurrogate((char) c)) {
                escaped.append(String.format("\\u%04x", c));
            } else {
                escaped.appendCodePoint(c);
            }
        });
        return escaped.toString();
    }
}
