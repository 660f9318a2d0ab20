package dev.anole.cli.screen;

/**
 * Text that comes from a host, made harmless for a terminal: what would move the cursor, change colours, ring, or turn
 * the reading direction is written out as an escape. Process names, file names and logs are written by others.
 */
public final class Plain {
    private Plain() {
    }

    /** One line of it: line ends and tabs are written out as well. */
    public static String line(String text) {
        int first = firstUnsafe(text);
        if (first < 0) {
            return text;
        }
        StringBuilder safe = new StringBuilder(text.length() + 16).append(text, 0, first);
        for (int i = first; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (unsafe(c)) {
                escape(safe, c);
            } else {
                safe.appendCodePoint(c);
            }
        }
        return safe.toString();
    }

    private static int firstUnsafe(String text) {
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            if (unsafe(c)) {
                return i;
            }
            i += Character.charCount(c);
        }
        return -1;
    }

    private static boolean unsafe(int c) {
        if (c >= 0x20 && c < 0x7f) {
            return false;
        }
        return switch (Character.getType(c)) {
            // C0, DEL and C1; half a pair; line and paragraph separators
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            // of the invisible ones those that turn the direction (UAX 9), the byte order mark, and tags
            case Character.FORMAT -> c == 0x061c || c >= 0x200e && c <= 0x200f || c >= 0x202a && c <= 0x202e
                || c >= 0x2066 && c <= 0x2069 || c == 0xfeff || c >= 0xe0000;
            default -> false;
        };
    }

    private static void escape(StringBuilder to, int c) {
        switch (c) {
            case '\n' -> to.append("\\n");
            case '\r' -> to.append("\\r");
            case '\t' -> to.append("\\t");
            default -> {
                if (c < 0x100) {
                    to.append("\\x").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
                } else {
                    String hex = Integer.toHexString(c);
                    to.append(c > 0xffff ? "\\U" : "\\u").repeat("0", Math.max(0, 4 - hex.length())).append(hex);
                }
            }
        }
    }
}
