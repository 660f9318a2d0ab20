package dev.anole.ops.collect;

/** Text from the host, which anybody who may start a process can choose, as one bounded line. */
final class Printable {
    private Printable() {
    }

    /**
     * The text with control characters, line breaks and marks that turn the reading direction as {@code ?}, cut at a length.
     * Doors escape what is special to them besides.
     */
    static String line(String text, int charsMax) {
        int length = Math.min(text.length(), charsMax);
        boolean cut = length < text.length();
        int i = 0;
        while (i < length && harmless(text.charAt(i))) {
            i++;
        }
        if (i == length && !cut) {
            return text;
        }
        StringBuilder line = new StringBuilder(length).append(text, 0, i);
        for (; i < length; i++) {
            char c = text.charAt(i);
            line.append(harmless(c) ? c : '?');
        }
        if (cut) {
            if (Character.isHighSurrogate(line.charAt(length - 1))) {
                line.setLength(length - 1);
            }
            line.append('…');
        }
        return line.toString();
    }

    private static boolean harmless(char c) {
        return c >= ' ' && c < 0x7f || c >= 0xa0 && !(c >= 0x200b && c <= 0x200f) && !(c >= 0x2028 && c <= 0x202e)
            && !(c >= 0x2060 && c <= 0x206f) && c != 0xfeff;
    }
}
