package dev.anole.kernel.linux;

/**
 * What goes wrong between this process and the kernel. One line for a person: what, where, why; the causes
 * are told apart by type.
 */
public abstract sealed class LinuxException extends RuntimeException
        permits ErrnoException, FormatException, UnavailableException {
    private static final long serialVersionUID = 1L;

    /** Names in messages come from the host, so they are cut at this many characters. */
    static final int SUBJECT_CHARS_MAX = 512;

    LinuxException(String message) {
        super(message);
    }

    /** A name from the host as one harmless piece of a line: control characters escaped, length bounded. */
    static String printable(String subject) {
        int length = Math.min(subject.length(), SUBJECT_CHARS_MAX);
        StringBuilder line = new StringBuilder(length + 16);
        for (int i = 0; i < length; i++) {
            char c = subject.charAt(i);
            boolean harmless = !Character.isISOControl(c) && !isDirectionMark(c) && !Character.isSurrogate(c);
            if (harmless || isPairAt(subject, i, length)) {
                line.append(c);
            } else {
                line.append(String.format("\\u%04x", (int) c));
            }
        }
        return length < subject.length() ? line.append('…').toString() : line.toString();
    }

    private static boolean isDirectionMark(char c) {
        return c == 0x2028 || c == 0x2029 || c >= 0x200e && c <= 0x200f
                || c >= 0x202a && c <= 0x202e || c >= 0x2066 && c <= 0x2069;
    }

    private static boolean isPairAt(String text, int index, int length) {
        char c = text.charAt(index);
        return Character.isHighSurrogate(c) && index + 1 < length && Character.isLowSurrogate(text.charAt(index + 1))
                || Character.isLowSurrogate(c) && index > 0 && Character.isHighSurrogate(text.charAt(index - 1));
    }
}
