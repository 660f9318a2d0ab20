package dev.anole.kernel.linux;

/**
 * Reads words and numbers from the text files of {@code /proc} and {@code /sys}, without making any object. It
 * walks over bytes that somebody else refills: {@link ReadBuffer} hands one out.
 *
 * <p>Blanks are spaces and tabs; a line ends with a newline or with the text. Not for several threads.
 */
public final class ByteCursor {
    private final String structure;
    private byte[] bytes;
    private int position;
    private int limit;

    /** A cursor over a whole array. */
    public ByteCursor(String structure, byte[] bytes) {
        this.structure = structure;
        reset(bytes, bytes.length);
    }

    void reset(byte[] text, int length) {
        bytes = text;
        position = 0;
        limit = length;
    }

    /** Where the next byte is read. */
    public int position() {
        return position;
    }

    /** Moves to a position from 0 to {@link #limit}. */
    public void position(int target) {
        if (target < 0 || target > limit) {
            throw new IllegalArgumentException("position " + target + " is outside 0 to " + limit);
        }
        position = target;
    }

    /** How many bytes there are. */
    public int limit() {
        return limit;
    }

    public boolean atEnd() {
        return position >= limit;
    }

    /** Whether the line is over: at its newline, or at the end of the text. */
    public boolean atLineEnd() {
        return position >= limit || bytes[position] == '\n';
    }

    /** The next byte, 0 to 255, which stays the next one; -1 at the end. */
    public int peek() {
        return position < limit ? bytes[position] & 0xff : -1;
    }

    /** Steps over blanks. */
    public ByteCursor skipBlanks() {
        while (position < limit && isBlank(bytes[position])) {
            position++;
        }
        return this;
    }

    /** Steps over blanks and then words, this many. */
    public ByteCursor skipWords(int count) {
        for (int i = 0; i < count; i++) {
            skipBlanks();
            while (position < limit && !isBlank(bytes[position]) && bytes[position] != '\n') {
                position++;
            }
        }
        return this;
    }

    /** Goes to the start of the next line. */
    public ByteCursor skipLine() {
        while (position < limit && bytes[position] != '\n') {
            position++;
        }
        if (position < limit) {
            position++;
        }
        return this;
    }

    /** Steps over the next of these bytes within the line; false, and at the line's end, when there is none. */
    public boolean skipPast(char wanted) {
        while (position < limit && bytes[position] != '\n') {
            if (bytes[position++] == (byte) wanted) {
                return true;
            }
        }
        return false;
    }

    /**
     * Steps over the last of these bytes in the text from here on; false when there is none. A command name in
     * {@code /proc/PID/stat} may hold ')' and newlines, and its end is the text's last ')'.
     */
    public boolean skipPastLast(char wanted) {
        for (int i = limit - 1; i >= position; i--) {
            if (bytes[i] == (byte) wanted) {
                position = i + 1;
                return true;
            }
        }
        return false;
    }

    /** Steps over this text if it is what comes next; otherwise stays and answers false. */
    public boolean take(byte[] expected) {
        if (limit - position < expected.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if (bytes[position + i] != expected[i]) {
                return false;
            }
        }
        position += expected.length;
        return true;
    }

    /**
     * A decimal number after blanks, with or without a minus. Values above {@link Long#MAX_VALUE} are those of
     * unsigned counters and come out as the same 64 bits.
     *
     * @throws FormatException where there is no digit, or the value does not fit 64 bits
     */
    public long number() {
        skipBlanks();
        boolean negative = position < limit && bytes[position] == '-';
        if (negative) {
            position++;
        }
        int start = position;
        long value = 0;
        while (position < limit) {
            int digit = bytes[position] - '0';
            if (digit < 0 || digit > 9) {
                break;
            }
            // 1844674407370955161 is the largest value that can take another digit within 64 bits.
            if (Long.compareUnsigned(value, 1844674407370955161L) >= 0
                    && (value != 1844674407370955161L || digit > 5)) {
                throw new FormatException(structure, start, "a number of more than 64 bits");
            }
            value = value * 10 + digit;
            position++;
        }
        if (position == start) {
            throw new FormatException(structure, start, "a number was expected");
        }
        if (negative && value < 0 && value != Long.MIN_VALUE) {
            throw new FormatException(structure, start, "a number of more than 64 bits");
        }
        return negative ? -value : value;
    }

    /** A decimal number after blanks if there is one, or a fallback. Stays where it is when there is none. */
    public long numberOr(long fallback) {
        skipBlanks();
        int next = peek();
        boolean digit = next >= '0' && next <= '9';
        boolean minus = next == '-' && position + 1 < limit && isDigit(bytes[position + 1]);
        return digit || minus ? number() : fallback;
    }

    /**
     * A decimal fraction after blanks, such as a load of "0.42", as a whole number of its last places.
     *
     * @param places how many digits after the point are kept, 0 to 9; further ones are cut
     */
    public long decimal(int places) {
        long value = number();
        boolean fraction = position < limit && bytes[position] == '.';
        if (fraction) {
            position++;
        }
        for (int i = 0; i < places; i++) {
            value *= 10;
            if (fraction && position < limit && isDigit(bytes[position])) {
                value += bytes[position++] - '0';
            }
        }
        while (fraction && position < limit && isDigit(bytes[position])) {
            position++;
        }
        return value;
    }

    /** A hexadecimal number after blanks, without prefix, up to 64 bits. */
    public long hexadecimal() {
        skipBlanks();
        int start = position;
        long value = 0;
        while (position < limit) {
            int digit = Character.digit(bytes[position], 16);
            if (digit < 0) {
                break;
            }
            if (value >>> 60 != 0) {
                throw new FormatException(structure, start, "a number of more than 64 bits");
            }
            value = value << 4 | digit;
            position++;
        }
        if (position == start) {
            throw new FormatException(structure, start, "a hexadecimal number was expected");
        }
        return value;
    }

    /** The next word after blanks; empty at the line's end. Makes a string. */
    public String word() {
        skipBlanks();
        int start = position;
        while (position < limit && !isBlank(bytes[position]) && bytes[position] != '\n') {
            position++;
        }
        return text(start, position);
    }

    /** The rest of the line, without its newline; the next line comes next. Makes a string. */
    public String line() {
        int start = position;
        while (position < limit && bytes[position] != '\n') {
            position++;
        }
        int end = position;
        if (position < limit) {
            position++;
        }
        return text(start, end);
    }

    /** A piece of the text as a string, wherever the cursor is. */
    public String text(int from, int to) {
        if (from < 0 || to < from || to > limit) {
            throw new IllegalArgumentException("no piece " + from + " to " + to + " of " + limit + " bytes");
        }
        return NativeMemory.string(bytes, from, to - from);
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }
}
