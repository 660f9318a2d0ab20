package dev.anole.agent;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * One frame of the wire; the package's page draws it.
 *
 * @param kind    what the payload is
 * @param payload its bytes, at most {@link #LENGTH_MAX} - 1; the array is the frame's own
 */
record Frame(Kind kind, byte[] payload) {
    /** Largest value of the length field: kind and payload, in bytes. */
    static final int LENGTH_MAX = 16 << 20;
    /** Bytes before the payload: length and kind. */
    static final int HEADER_BYTES = 5;

    /** What a payload is. */
    enum Kind {
        /** A {@link Call}, a {@link Reply}, or a greeting, as JSON. */
        MESSAGE(1),
        /** An operation's input, output, or one item of its stream, as JSON. */
        RECORD(2),
        /** Bytes of a byte stream. */
        BYTES(3);

        private final byte code;

        Kind(int code) {
            this.code = (byte) code;
        }

        byte code() {
            return code;
        }

        static Kind of(byte code) {
            for (Kind kind : values()) {
                if (kind.code == code) {
                    return kind;
                }
            }
            throw new WireException("a frame of kind " + (code & 0xff) + ", which this version does not know");
        }
    }

    Frame {
        Objects.requireNonNull(kind, "kind");
        if (payload.length >= LENGTH_MAX) {
            throw new WireException(payload.length + " bytes for one frame, which holds at most " + (LENGTH_MAX - 1));
        }
    }

    static Frame message(String json) {
        return new Frame(Kind.MESSAGE, json.getBytes(StandardCharsets.UTF_8));
    }

    static Frame record(String json) {
        return new Frame(Kind.RECORD, json.getBytes(StandardCharsets.UTF_8));
    }

    static Frame bytes(byte[] bytes) {
        return new Frame(Kind.BYTES, bytes);
    }

    /** The payload as text. */
    String text() {
        return new String(payload, StandardCharsets.UTF_8);
    }

    /** The payload as text, when the frame is of the kind that belongs here. */
    String text(Kind expected) {
        if (kind != expected) {
            throw new WireException("a frame of kind " + kind + " where " + expected + " belongs");
        }
        return text();
    }
}
