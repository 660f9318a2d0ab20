package dev.anole.kernel.bpf;

/** What goes wrong with a BPF object besides the kernel's plain errnos: one line for a person. */
public abstract sealed class BpfException extends RuntimeException
        permits ObjectException, RelocationException, VerifierException {
    private static final long serialVersionUID = 1L;
    private static final int MESSAGE_CHARS_MAX = 4096;

    BpfException(String message) {
        super(oneLine(message));
    }

    /** Names come from files that may be anybody's: what would break a line or a terminal is escaped, length is bounded. */
    private static String oneLine(String message) {
        StringBuilder line = new StringBuilder(Math.min(message.length(), MESSAGE_CHARS_MAX));
        for (int i = 0; i < Math.min(message.length(), MESSAGE_CHARS_MAX); i++) {
            char c = message.charAt(i);
            boolean harmful = Character.isISOControl(c) || c == 0x2028 || c == 0x2029 || c >= 0x202a && c <= 0x202e
                    || c >= 0x2066 && c <= 0x2069 || Character.isSurrogate(c);
            line.append(harmful ? String.format("\\u%04x", (int) c) : String.valueOf(c));
        }
        return line.toString();
    }
}
